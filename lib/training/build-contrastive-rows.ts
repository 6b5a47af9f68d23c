/** Stage one's rows from an organisation's own data: who matches which job by outcomes and by the must requirements. Pure: knows neither database nor model. */
import type { Requirement } from '../db/schema/jobs.ts'
import type { ShortlistStage } from '../db/schema/matching.ts'
import { isHeldOutPositive } from './held-out-positive.ts'
import { createTermIndex } from './term-index.ts'

export interface TrainingJob {
  jobId: string
  title: string
  requirements: readonly Requirement[]
  outcomes: readonly { candidateId: string; stage: ShortlistStage }[]
  /** The list of the live model version, best first. */
  nearCandidateIds: readonly string[]
}

export interface ContrastiveIds {
  jobId: string
  positives: string[]
  negatives: string[]
}

/** A job whose held-out positives are looked for in a ranking of all but its trained positives. */
export interface HeldOutQuery {
  jobId: string
  relevant: string[]
  excluded: string[]
}

/** Must requirements count as met from this weighted share of their words on; a candidate below the lower one clearly misses them. */
const MATCHING_COVERAGE = 0.6
const MISSING_COVERAGE = 0.35
/** Few by rule, so that outcomes, which people decided, are not drowned. */
const RULE_POSITIVES_PER_JOB = 5
const NEGATIVES_PER_JOB = 20

export function buildContrastiveRows(jobs: readonly TrainingJob[], texts: ReadonlyMap<string, string>): { rows: ContrastiveIds[]; heldOut: HeldOutQuery[] } {
  const index = createTermIndex(texts)
  const rows: ContrastiveIds[] = []
  const heldOut: HeldOutQuery[] = []
  for (const job of jobs) {
    const measures = wantedTexts(job).map((text) => index.coverageOf(text)).filter((measure) => measure !== null)
    const coverages = new Map([...texts.keys()].map((id) => [id, mean(measures.map((measure) => measure(id)))]))
    const rejected = new Set(job.outcomes.filter(({ stage }) => stage === 'rejected').map(({ candidateId }) => candidateId))
    const chosen = job.outcomes.filter(({ stage, candidateId }) => stage !== 'rejected' && texts.has(candidateId)).map(({ candidateId }) => candidateId)
    const byRule = [...coverages]
      .filter(([id, coverage]) => coverage >= MATCHING_COVERAGE && !rejected.has(id))
      .sort(([idA, a], [idB, b]) => b - a || (idA < idB ? -1 : 1))
      .slice(0, RULE_POSITIVES_PER_JOB)
      .map(([id]) => id)
    const matching = [...new Set([...chosen, ...byRule])]
    const relevant = matching.filter((candidateId) => isHeldOutPositive(job.jobId, candidateId))
    const positives = matching.filter((candidateId) => !relevant.includes(candidateId))
    const nearMisses = job.nearCandidateIds.filter((id) => texts.has(id) && !matching.includes(id) && !rejected.has(id) && (coverages.get(id) ?? 0) < MISSING_COVERAGE)
    const negatives = [...[...rejected].filter((id) => texts.has(id)), ...nearMisses].slice(0, NEGATIVES_PER_JOB)
    if (positives.length > 0) rows.push({ jobId: job.jobId, positives, negatives })
    if (relevant.length > 0) heldOut.push({ jobId: job.jobId, relevant, excluded: positives })
  }
  return { rows, heldOut }
}

/** What a candidate must show: the musts; where none were read, the nice-to-haves; else the title. */
function wantedTexts({ requirements, title }: TrainingJob): string[] {
  const musts = requirements.filter(({ level }) => level === 'must')
  const wanted = musts.length > 0 ? musts : requirements
  return wanted.length > 0 ? wanted.map(({ text }) => text) : [title]
}

/** Nothing that could be asked for is nothing that is met. */
function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}
