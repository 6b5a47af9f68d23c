'use client'
/** What a retrain would learn from the newest jobs under the rules as they stand on the screen: the same selection that a run makes. */
import { useTranslations } from 'next-intl'
import { use } from 'react'
import type { MatchingRules } from '#lib/training/rules/matching-rules.ts'
import type { SelectedMatches } from '#lib/training/rules/select-matches.ts'
import type { RulesPreview } from '#lib/training/preview-matching-rules.ts'
import { NEGATIVES_PER_JOB, selectMatches } from '#lib/training/rules/select-matches.ts'
import { JobPreview } from './job-preview.tsx'

export function PreviewPanel({ preview, rules }: { preview: Promise<RulesPreview>; rules: MatchingRules }) {
  const t = useTranslations('training.rules.preview')
  const { jobs, people } = use(preview)
  const selected = jobs.map((job) => ({ job, matches: selectMatches(job.candidates, rules) }))
  const teaching = selected.filter(({ matches }) => isTeaching(matches))
  const sum = (count: (entry: (typeof selected)[number]) => number) => selected.reduce((total, entry) => total + count(entry), 0)
  if (jobs.length === 0) return <p className="mt-4 text-sm text-muted">{t('noJobs')}</p>
  return (
    <>
      <p role="status" className="mt-3 text-sm leading-5 font-medium text-ink tabular-nums">
        {t('summary', {
          teaching: teaching.length, jobs: jobs.length, matches: sum(({ matches }) => matches.chosen.length + matches.byRule.length), misses: sum(({ matches }) => (isTeaching(matches) ? Math.min(NEGATIVES_PER_JOB, matches.rejected.length + matches.nearMisses.length) : 0)),
        })}
      </p>
      <ul className="m-0 mt-3 list-none border-t border-line p-0">
        {selected.map(({ job, matches }) => (
          <JobPreview key={job.jobId} job={job} people={people} matches={matches} rules={rules} />
        ))}
      </ul>
    </>
  )
}

const isTeaching = ({ chosen, byRule }: SelectedMatches) => chosen.length + byRule.length > 0
