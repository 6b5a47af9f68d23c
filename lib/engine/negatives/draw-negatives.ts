/** Which of the passages that a model ranks near a query become its hard negatives. Pure: vectors of passages in rank order in, places in that order out. */
import { EngineError } from '../errors.ts'
import type { Random } from '../random.ts'
import { clusterVectors } from './cluster-vectors.ts'

/** `top`: the nearest. `sample`: any, alike. `cluster`: spread over groups of similar passages, so that one topic does not fill the row. */
export const NEGATIVE_METHODS = ['cluster', 'sample', 'top'] as const
export type NegativeMethod = (typeof NEGATIVE_METHODS)[number]

export interface NegativeDraw {
  method: NegativeMethod
  negativesPerQuery: number
  numClusters: number
  /** λ: how much less a passage counts for each one of its own cluster that ranks before it. 1 is `sample`. */
  clusterDecay: number
}

/** Ten of ten clusters, as in RankPO's published command; it tries λ from .1 to .9 and names no winner, and this is the middle. */
export const NEGATIVE_DRAW_DEFAULTS: NegativeDraw = { method: 'cluster', negativesPerQuery: 10, numClusters: 10, clusterDecay: 0.5 }

/** The places drawn, in rank order; all of them when there are no more than asked for. */
export function drawNegatives(passages: readonly Float32Array[], draw: NegativeDraw, random: Random): number[] {
  if (!(draw.clusterDecay > 0 && draw.clusterDecay <= 1)) throw new EngineError(`The cluster decay must lie above 0 and be at most 1, not ${draw.clusterDecay}.`)
  const places = passages.map((_, place) => place)
  if (passages.length <= draw.negativesPerQuery || draw.method === 'top') return places.slice(0, draw.negativesPerQuery)
  const weights = draw.method === 'sample' ? places.map(() => 1) : clusterWeights(clusterVectors(passages, draw.numClusters, random), draw.clusterDecay)
  return drawByWeight(weights, draw.negativesPerQuery, random)
}

/** w = λ^k, where k passages of the same cluster rank before this one (arXiv 2503.10723, its repository's `cluster` method). */
function clusterWeights(labels: readonly number[], decay: number): number[] {
  const seen = new Map<number, number>()
  return labels.map((label) => {
    const before = seen.get(label) ?? 0
    seen.set(label, before + 1)
    return decay ** before
  })
}

/** Without replacement, each draw proportional to weight: the `count` largest of u^(1/w) (Efraimidis and Spirakis 2006), as log(u)/w so that tiny weights stay apart. */
function drawByWeight(weights: readonly number[], count: number, random: Random): number[] {
  return weights
    .map((weight, place) => ({ place, key: Math.log(1 - random.next()) / Math.max(weight, Number.MIN_VALUE) }))
    .sort((a, b) => b.key - a.key || a.place - b.place)
    .slice(0, count)
    .map(({ place }) => place)
    .sort((a, b) => a - b)
}
