/** Stage one's rows from an organisation's own data: who matches which job by outcomes and by its rules. Pure: knows neither database, text nor model. */
import { isHeldOutPositive } from './held-out-positive.ts'
import { NEGATIVES_PER_JOB, selectMatches } from './rules/select-matches.ts'
import type { MatchingRules } from './rules/matching-rules.ts'
import type { ScoredJob } from './score-jobs.ts'

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

/** Chooses among a job's near misses, nearest first, when they are more than a row holds. */
export type DrawNegatives = (jobId: string, candidateIds: readonly string[], count: number) => string[]

export function buildContrastiveRows(jobs: readonly ScoredJob[], rules: MatchingRules, drawNegatives: DrawNegatives): { rows: ContrastiveIds[]; heldOut: HeldOutQuery[] } {
  const rows: ContrastiveIds[] = []
  const heldOut: HeldOutQuery[] = []
  for (const { jobId, candidates } of jobs) {
    const { chosen, byRule, rejected, nearMisses } = selectMatches(candidates, rules)
    const isHeldOut = (candidateId: string) => isHeldOutPositive(jobId, candidateId)
    const matching = [...chosen.map(({ candidateId }) => candidateId), ...byRule]
    const positives = matching.filter((candidateId) => !isHeldOut(candidateId))
    const relevant = matching.filter(isHeldOut)
    const free = Math.max(0, NEGATIVES_PER_JOB - rejected.length)
    const negatives = [...rejected, ...(nearMisses.length > free ? drawNegatives(jobId, nearMisses, free) : nearMisses)].slice(0, NEGATIVES_PER_JOB)
    if (positives.length > 0) rows.push({ jobId, positives, negatives })
    // Once more for each stage further: the surer a match, the oftener it is seen.
    for (let strength = 2; chosen.some((one) => one.strength >= strength); strength++) {
      const surer = chosen.filter((one) => one.strength >= strength && !isHeldOut(one.candidateId)).map(({ candidateId }) => candidateId)
      if (surer.length > 0) rows.push({ jobId, positives: surer, negatives })
    }
    if (relevant.length > 0) heldOut.push({ jobId, relevant, excluded: positives })
  }
  return { rows, heldOut }
}
