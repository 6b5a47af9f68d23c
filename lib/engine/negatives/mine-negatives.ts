/** Hard negatives of one query from a model's own ranking: what it places near and is known not to fit (arXiv 2503.10723, stage one). Vectors in, indices out. */
import { rankByScore } from '../evaluation/ranking-metrics.ts'
import { innerProduct } from '../evaluation/retrieval.ts'
import type { Random } from '../random.ts'
import { drawNegatives, NEGATIVE_DRAW_DEFAULTS } from './draw-negatives.ts'
import type { NegativeDraw } from './draw-negatives.ts'
import { GUARD_DEFAULTS, highestNegativeScore } from './false-negative-guard.ts'
import type { FalseNegativeGuard } from './false-negative-guard.ts'

export interface MiningConfig extends NegativeDraw, FalseNegativeGuard {
  /** Negatives come from these ranks, the first one included and the last one not; rank 0 is the nearest. */
  firstRank: number
  lastRank: number
}

export const MINING_DEFAULTS: MiningConfig = { ...NEGATIVE_DRAW_DEFAULTS, ...GUARD_DEFAULTS, firstRank: 0, lastRank: 100 }

export interface MiningQuery {
  embedding: Float32Array
  /** What right answers score, for the guard. */
  positiveScores: readonly number[]
  /** Indices in the corpus that are no negatives: the positives, the query itself. */
  known: ReadonlySet<number>
}

export interface MinedNegatives {
  /** Indices in the corpus, nearest first. */
  negatives: number[]
  /** Passages in the ranks that scored too near the positives to be called wrong. */
  suspects: number
}

/** `corpus` and the query are vectors of length 1, so that the inner product is the cosine. A passage equal to an earlier one (`sameAs`) is taken once. */
export function mineNegatives(query: MiningQuery, corpus: readonly Float32Array[], config: MiningConfig, random: Random, sameAs: (index: number) => number = (index) => index): MinedNegatives {
  const scores = corpus.map((passage) => innerProduct(query.embedding, passage))
  const highest = highestNegativeScore(query.positiveScores, config)
  const known = new Set([...query.known].map(sameAs))
  const near = [...new Set(rankByScore(scores).slice(config.firstRank, config.lastRank).map(sameAs))].filter((index) => !known.has(index))
  const eligible = near.filter((index) => scores[index]! <= highest)
  const drawn = drawNegatives(eligible.map((index) => corpus[index]!), config, random)
  return { negatives: drawn.map((place) => eligible[place]!), suspects: near.length - eligible.length }
}
