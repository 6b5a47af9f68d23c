/** Divides the jobs into those that are trained on and those that are measured on, and makes the rows of both stages. It knows neither files nor models. */
import type { ContrastiveRow } from '../../lib/engine/stages/contrastive.ts'
import type { PreferenceRow } from '../../lib/engine/stages/rankpo.ts'
import { createRandom, shuffle, type Random } from '../../lib/engine/random.ts'
import { createOracle, type Oracle } from './oracle.ts'
import type { FrontierData, Text } from './read-data.ts'
import { fits } from './rules.ts'

export interface HeldOut {
  queries: string[]
  /** By query, positions in the corpus of the candidates that the rules call relevant. */
  relevant: number[][]
  /** Positions in `queries` and in the corpus. */
  pairs: { query: number; chosen: number; rejected: number }[]
}

export interface Split {
  corpus: string[]
  contrastiveRows: ContrastiveRow[]
  preferenceRows: PreferenceRow[]
  heldOut: HeldOut
  /** How often the rules call the rejected candidate relevant and the chosen one not, among training pairs on which they have a say. */
  conflictShare: number
}

export interface SplitConfig {
  seed: number
  /** Every so-manieth job of a field is held out. */
  holdOutEvery: number
  /** Candidates of a job's field that the oracle is shown; the best and the worst `picked` of them become picked² pairs. */
  shown: number
  picked: number
  positivesPerJob: number
  negativesPerJob: number
}

export function makeSplit({ jobs, candidates }: FrontierData, config: SplitConfig): Split {
  const random = createRandom(config.seed)
  const oracle = createOracle(candidates.map(({ body }) => body))
  const relevantOf = (job: Text): number[] => candidates.flatMap((candidate, index) => (fits(job, candidate) ? [index] : []))
  const usable = jobs.map((job) => ({ job, relevant: relevantOf(job) })).filter(({ relevant }) => relevant.length > 0)
  const isHeldOut = (index: number): boolean => index % config.holdOutEvery === config.holdOutEvery - 1
  const byField = [...Map.groupBy(usable, ({ job }) => job.field).values()]
  const training = byField.flatMap((group) => group.filter((_, index) => !isHeldOut(index)))
  const measured = byField.flatMap((group) => group.filter((_, index) => isHeldOut(index)))
  const textAt = (index: number): string => (candidates[index] as Text).text

  const contrastiveRows = training.map(({ job, relevant }) => ({
    query: job.text,
    positives: shuffle(relevant, random).slice(0, config.positivesPerJob).map(textAt),
    negatives: nearMisses(job, candidates, random).slice(0, config.negativesPerJob).map(textAt),
  }))
  const judged = training.flatMap(({ job }) => judge(job, candidates, oracle, config, random).map((pair) => ({ job, ...pair })))
  const withSay = judged.filter(({ job, chosen, rejected }) => fits(job, candidates[chosen] as Text) !== fits(job, candidates[rejected] as Text))
  return {
    corpus: candidates.map(({ text }) => text),
    contrastiveRows,
    preferenceRows: judged.map(({ job, chosen, rejected }) => ({ query: job.text, chosen: textAt(chosen), rejected: textAt(rejected) })),
    heldOut: {
      queries: measured.map(({ job }) => job.text),
      relevant: measured.map(({ relevant }) => relevant),
      pairs: measured.flatMap(({ job }, query) => judge(job, candidates, oracle, config, random).map((pair) => ({ query, ...pair }))),
    },
    conflictShare: withSay.filter(({ job, rejected }) => fits(job, candidates[rejected] as Text)).length / Math.max(1, withSay.length),
  }
}

/** Candidates that fail one of the two rules only, in turn the place and the field. */
function nearMisses(job: Text, candidates: readonly Text[], random: Random): number[] {
  const indices = candidates.map((_, index) => index)
  const elsewhere = shuffle(indices.filter((index) => candidates[index]?.field === job.field && candidates[index]?.place !== job.place), random)
  const otherwise = shuffle(indices.filter((index) => candidates[index]?.field !== job.field && candidates[index]?.place === job.place), random)
  return elsewhere.flatMap((index, rank) => (otherwise[rank] === undefined ? [index] : [index, otherwise[rank]]))
}

/** Shows the oracle neighbours in rank, candidates of the job's own field, half of them from the job's own place: its best of them are preferred to its worst. All jobs have as many pairs, so that graphs have one shape. */
function judge(job: Text, candidates: readonly Text[], oracle: Oracle, { shown, picked }: SplitConfig, random: Random): { chosen: number; rejected: number }[] {
  const sameField = shuffle(candidates.flatMap((candidate, index) => (candidate.field === job.field ? [index] : [])), random)
  const here = sameField.filter((index) => candidates[index]?.place === job.place).slice(0, Math.ceil(shown / 2))
  const elsewhere = sameField.filter((index) => candidates[index]?.place !== job.place).slice(0, shown - here.length)
  const scored = shuffle([...here, ...elsewhere], random).map((index) => ({ index, score: oracle.score(job.body, index) })).sort((a, b) => b.score - a.score)
  const best = scored.slice(0, picked)
  const worst = scored.slice(Math.max(picked, scored.length - picked))
  const isClear = best.length === picked && worst.length === picked && (best.at(-1)?.score ?? 0) > (worst[0]?.score ?? 0)
  if (!isClear) return [] // equal scores are no preference
  return best.flatMap((chosen) => worst.map((rejected) => ({ chosen: chosen.index, rejected: rejected.index })))
}
