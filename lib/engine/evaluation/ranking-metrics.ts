import { EngineError } from '../errors.ts'

/**
 * Metrics of one ranked list, given the relevance and the score of each item in any common order. Knows no model and no text.
 * nDCG averages over ties as scikit-learn does; the others break ties by position. Items with relevance above 0 count as relevant.
 */
export function ndcg(relevance: readonly number[], scores: readonly number[], k: number, gain: 'linear' | 'exponential' = 'linear'): number {
  checkLengths(relevance, scores)
  const gains = gain === 'linear' ? relevance : relevance.map((value) => 2 ** value - 1)
  const ideal = gains.toSorted((a, b) => b - a).slice(0, k).reduce((sum, value, rank) => sum + value * discount(rank), 0)
  return ideal === 0 ? 0 : tieAveragedDcg(gains, scores, k) / ideal
}

const discount = (rank: number) => 1 / Math.log2(rank + 2)

/** DCG in expectation over the orders within equal scores (McSherry and Najork 2008). */
function tieAveragedDcg(gains: readonly number[], scores: readonly number[], k: number): number {
  const order = rankByScore(scores)
  let dcg = 0
  for (let first = 0; first < order.length && first < k;) {
    let last = first
    while (last + 1 < order.length && scores[order[last + 1]!] === scores[order[first]!]) last++
    let gain = 0
    let discounts = 0
    for (let rank = first; rank <= last; rank++) {
      gain += gains[order[rank]!]!
      if (rank < k) discounts += discount(rank)
    }
    dcg += (gain / (last - first + 1)) * discounts
    first = last + 1
  }
  return dcg
}

/** Item indices from the best score to the worst, equal scores in their given order. */
export function rankByScore(scores: ArrayLike<number>): number[] {
  return Array.from({ length: scores.length }, (_, index) => index).sort((a, b) => scores[b]! - scores[a]! || a - b)
}

/** Whether the item at each of the first k ranks is relevant. */
function hitsOf(relevance: readonly number[], scores: readonly number[], k: number): boolean[] {
  checkLengths(relevance, scores)
  return rankByScore(scores).slice(0, k).map((index) => relevance[index]! > 0)
}

const relevantCount = (relevance: readonly number[]) => relevance.filter((value) => value > 0).length
const hitCount = (hits: readonly boolean[]) => hits.filter(Boolean).length

/** Reciprocal rank of the first relevant item, 0 beyond rank k; its mean over queries is MRR@k. */
export function reciprocalRank(relevance: readonly number[], scores: readonly number[], k: number): number {
  return 1 / (hitsOf(relevance, scores, k).indexOf(true) + 1 || Infinity)
}

export function recall(relevance: readonly number[], scores: readonly number[], k: number): number {
  return hitCount(hitsOf(relevance, scores, k)) / Math.max(1, relevantCount(relevance))
}

export function precision(relevance: readonly number[], scores: readonly number[], k: number): number {
  return hitCount(hitsOf(relevance, scores, k)) / k
}

/** 1 when a relevant item is among the first k, as sentence-transformers' accuracy@k. */
export function accuracy(relevance: readonly number[], scores: readonly number[], k: number): number {
  return hitsOf(relevance, scores, k).includes(true) ? 1 : 0
}

/** Precision at each relevant rank up to k, averaged over min(k, relevant items); its mean over queries is MAP@k. */
export function averagePrecision(relevance: readonly number[], scores: readonly number[], k: number): number {
  let found = 0
  let sum = 0
  for (const [rank, isHit] of hitsOf(relevance, scores, k).entries()) if (isHit) sum += ++found / (rank + 1)
  return found === 0 ? 0 : sum / Math.min(k, relevantCount(relevance))
}

/** The chance that a relevant item scores above an irrelevant one, equal scores counting half; null when one kind is absent. */
export function areaUnderRocCurve(relevance: readonly number[], scores: readonly number[]): number | null {
  checkLengths(relevance, scores)
  const positives = relevantCount(relevance)
  const negatives = relevance.length - positives
  if (positives === 0 || negatives === 0) return null
  const order = rankByScore(scores).reverse()
  let rankSum = 0
  for (let first = 0; first < order.length;) {
    let last = first
    while (last + 1 < order.length && scores[order[last + 1]!] === scores[order[first]!]) last++
    for (let rank = first; rank <= last; rank++) if (relevance[order[rank]!]! > 0) rankSum += (first + last) / 2 + 1
    first = last + 1
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives)
}

function checkLengths(relevance: readonly number[], scores: readonly number[]): void {
  if (relevance.length !== scores.length) throw new EngineError(`A ranking has ${relevance.length} relevance values and ${scores.length} scores.`)
}
