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
  /** The top of the live model version's list, best first; empty while the job is not encoded. */
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

/**
 * Must requirements count as met from this weighted share of their words on; a candidate below the lower one clearly misses them.
 * Words alone also pick long texts of other trades, so who matches by rule must be near in the live list too. On human judgments (20 jobs,
 * scores 1 to 7) those above had 3.9 on average, those below 3.1.
 */
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
    const coverages = meanCoverage(wantedTexts(job).map((text) => index.coverageOf(text)).filter((coverage) => coverage !== null))
    const rejected = new Set(job.outcomes.filter(({ stage }) => stage === 'rejected').map(({ candidateId }) => candidateId))
    const chosen = job.outcomes.filter(({ stage, candidateId }) => stage !== 'rejected' && texts.has(candidateId)).map(({ candidateId }) => candidateId)
    const near = new Set(job.nearCandidateIds)
    const byRule = [...coverages]
      .filter(([id, coverage]) => coverage >= MATCHING_COVERAGE && !rejected.has(id) && (near.size === 0 || near.has(id)))
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

/** What a candidate must show: the musts, or the nice-to-haves where no must was read, and the title. Without requirements there is no rule to go by. */
function wantedTexts({ requirements, title }: TrainingJob): string[] {
  const musts = requirements.filter(({ level }) => level === 'must')
  const wanted = musts.length > 0 ? musts : requirements
  return wanted.length > 0 ? [...wanted.map(({ text }) => text), title] : []
}

function meanCoverage(coverages: readonly ReadonlyMap<string, number>[]): Map<string, number> {
  const mean = new Map<string, number>()
  for (const coverage of coverages) for (const [id, share] of coverage) mean.set(id, (mean.get(id) ?? 0) + share / coverages.length)
  return mean
}
