/** Scores by each matching rule for whom a job's list and shortlist hold. Pure: the weights come later, so that they can be changed without reading a text again. */
import { RULE_CANDIDATES } from './training-config.ts'
import { fieldWordsOf, scoreField } from './rules/field-rule.ts'
import { scoreLocation } from './rules/location-rule.ts'
import type { CandidateFacts, JobFacts } from './rules/match-facts.ts'
import type { Outcome, ScoredCandidate } from './rules/select-matches.ts'
import { scoreSeniority } from './rules/seniority-rule.ts'
import { scoreSkills } from './rules/skills-rule.ts'
import { createTermIndex } from './term-index.ts'

export interface RuleJob extends JobFacts {
  jobId: string
  outcomes: readonly (Outcome & { candidateId: string })[]
  /** The top of the live model version's list, best first; empty while the job is not encoded. */
  near: readonly { candidateId: string; score: number }[]
}

export interface RuleCandidate extends CandidateFacts {
  text: string
}

export interface ScoredJob {
  jobId: string
  candidates: ScoredCandidate[]
}

export function scoreJobs(jobs: readonly RuleJob[], people: ReadonlyMap<string, RuleCandidate>): ScoredJob[] {
  const texts = createTermIndex(new Map([...people].map(([id, { text }]) => [id, text])))
  const headlines = createTermIndex(new Map([...people].flatMap(([id, { headline }]) => (headline === null ? [] : [[id, headline] as const]))))
  return jobs.map((job) => {
    const words = fieldWordsOf(job.title)
    const [skills, inText, inHeadline] = [scoreSkills(job.requirements, texts), texts.coverageOf(words), headlines.coverageOf(words)]
    const share = (coverage: Map<string, number> | null, id: string) => coverage && (coverage.get(id) ?? 0)
    const outcomes = new Map(job.outcomes.map(({ candidateId, stage, rejectionReason }) => [candidateId, { stage, rejectionReason }]))
    const near = new Map(job.near.slice(0, RULE_CANDIDATES).map(({ candidateId, score }, rank) => [candidateId, { rank, score }]))
    const considered = [...new Set([...(near.size > 0 ? near.keys() : bestByWords(skills)), ...outcomes.keys()])].filter((id) => people.has(id))
    return {
      jobId: job.jobId,
      candidates: considered.map((candidateId) => {
        const person = people.get(candidateId)!
        const place = near.get(candidateId)
        return {
          candidateId, rank: place?.rank ?? null, liveScore: place?.score ?? null, outcome: outcomes.get(candidateId) ?? null,
          scores: {
            location: scoreLocation(job.location, person.location),
            seniority: scoreSeniority(job, person),
            field: scoreField(person.headline === null ? null : share(inHeadline, candidateId), share(inText, candidateId)),
            skills: share(skills, candidateId),
          },
        }
      }),
    }
  })
}

/** While a job is not encoded there is no list, and the words of its requirements stand in for it. */
function bestByWords(skills: ReadonlyMap<string, number> | null): string[] {
  return [...(skills ?? [])].sort(([idA, a], [idB, b]) => b - a || (idA < idB ? -1 : 1)).slice(0, RULE_CANDIDATES).map(([id]) => id)
}
