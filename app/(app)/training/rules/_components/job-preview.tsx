'use client'
/** One job of the preview: how many people it would teach with, or why none; opened, who they are and by which facts. */
import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { PreviewedJob, PreviewedPerson } from '#lib/training/preview-matching-rules.ts'
import { RULE_NAMES, scoreMatch } from '#lib/training/rules/matching-rules.ts'
import type { MatchingRules } from '#lib/training/rules/matching-rules.ts'
import { NEGATIVES_PER_JOB } from '#lib/training/rules/select-matches.ts'
import type { ScoredCandidate, SelectedMatches } from '#lib/training/rules/select-matches.ts'

const EXAMPLES = 4

interface JobPreviewProps {
  job: PreviewedJob
  people: Record<string, PreviewedPerson>
  matches: SelectedMatches
  rules: MatchingRules
}

export function JobPreview({ job, people, matches, rules }: JobPreviewProps) {
  const t = useTranslations('training.rules.preview')
  const { chosen, byRule, rejected, nearMisses, suspects } = matches
  const byId = new Map(job.candidates.map((candidate) => [candidate.candidateId, candidate]))
  const positives = [...chosen.map(({ candidateId }) => candidateId), ...byRule]
  const counts = positives.length > 0 ? t('counts', { chosen: chosen.length, byRule: byRule.length, rejected: rejected.length, drawn: Math.min(nearMisses.length, Math.max(0, NEGATIVES_PER_JOB - rejected.length)), misses: nearMisses.length }) : t(`none.${whyNone(job)}`, { best: percent(bestScore(job, rules)) })
  const groups = [
    { title: t('matching'), ids: positives.slice(0, EXAMPLES) },
    { title: t('missing'), ids: [...rejected, ...nearMisses].slice(0, EXAMPLES) },
  ]
  return (
    <li className="border-b border-line">
      <details className="group">
        <summary className="flex min-h-11 cursor-pointer list-none items-start gap-2 rounded-sm py-2 hover:bg-hover [&::-webkit-details-marker]:hidden">
          <ChevronRight aria-hidden className="mt-0.5 size-4 shrink-0 text-muted transition-transform group-open:rotate-90" />
          <span className="min-w-0 flex-1">
            <span className="block truncate text-sm leading-5 font-medium text-ink">{job.title}</span>
            <span className={`block text-xs leading-5 tabular-nums ${positives.length > 0 ? 'text-muted' : 'text-warning'}`}>{counts}</span>
          </span>
        </summary>
        <div className="flex flex-col gap-4 pt-1 pb-4 pl-6">
          <p className="text-xs leading-5 text-muted">
            {t('wanted', { location: job.location ?? t('unknown'), years: job.years ?? t('unknown'), requirements: job.requirementCount })}{' '}
            <Link href={`/jobs/${job.jobId}`} className="rounded text-accent underline underline-offset-2">
              {t('openJob')}
            </Link>
          </p>
          {groups.map(({ title, ids }) => (
            <div key={title}>
              <h3 className="text-xs font-medium text-muted">{title}</h3>
              {ids.length === 0 && <p className="text-sm leading-5 text-muted">{t('nobody')}</p>}
              <ul className="m-0 list-none p-0">
                {ids.map((id) => (
                  <Example key={id} candidate={byId.get(id)!} person={people[id]!} rules={rules} />
                ))}
              </ul>
            </div>
          ))}
          {suspects > 0 && <p className="text-xs leading-5 text-muted">{t('suspects', { count: suspects })}</p>}
        </div>
      </details>
    </li>
  )
}

function Example({ candidate, person, rules }: { candidate: ScoredCandidate; person: PreviewedPerson; rules: MatchingRules }) {
  const t = useTranslations('training.rules')
  const tJob = useTranslations('job')
  const { outcome, scores } = candidate
  const facts = { location: person.location, seniority: person.years === null ? null : t('preview.years', { count: person.years }), field: person.headline, skills: null }
  const decided = outcome && (outcome.rejectionReason ? `${tJob('stages.rejected')}: ${tJob(`rejectionReasons.${outcome.rejectionReason}`)}` : tJob(`stages.${outcome.stage}`))
  return (
    <li className="py-1.5">
      <span className="flex items-baseline justify-between gap-3 text-sm leading-5">
        <Link href={`/candidates/${candidate.candidateId}`} className={`min-w-0 truncate hover:underline ${person.name ? 'text-ink' : 'text-muted italic'}`}>
          {person.name ?? tJob('ranking.unnamed')}
        </Link>
        <span className="shrink-0 text-xs text-muted tabular-nums">{decided ?? t('preview.score', { score: percent(scoreMatch(scores, rules)) })}</span>
      </span>
      <span className="block text-xs leading-5 text-muted tabular-nums">
        {RULE_NAMES.map((name) => {
          const fact = facts[name] ? ` (${facts[name]})` : ''
          return `${t(`rule.${name}`)} ${scores[name] === null ? t('preview.unknown') : `${percent(scores[name])}${fact}`}`
        }).join(' · ')}
      </span>
    </li>
  )
}

/** Rounded down, so that what stays below a threshold never reads as if it reached it. */
const percent = (share: number | null) => (share === null ? '–' : `${Math.floor(share * 100 + 1e-9)}\u00a0%`)

function bestScore({ candidates }: PreviewedJob, rules: MatchingRules): number | null {
  return candidates.reduce<number | null>((best, { scores }) => {
    const score = scoreMatch(scores, rules)
    return score === null || (best !== null && best >= score) ? best : score
  }, null)
}

/** The first thing that would have to change before the job can teach anything. */
function whyNone({ candidates, isRanked, requirementCount }: PreviewedJob): 'nobody' | 'notRanked' | 'noRequirements' | 'tooLow' {
  if (requirementCount === 0) return 'noRequirements'
  if (!isRanked) return 'notRanked'
  return candidates.length === 0 ? 'nobody' : 'tooLow'
}
