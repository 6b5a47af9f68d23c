/** Tells near misses from passages that may well be right answers nobody marked: those are no negatives. Knows scores only. */
export interface FalseNegativeGuard {
  /** Left out when the score is above s⁺ − relativeMargin·|s⁺|; .05 leaves out what scores 95 % of the positive or more (arXiv 2407.15831). Null: not asked. */
  relativeMargin: number | null
  /** Left out when the score is above s⁺ − absoluteMargin. Null: not asked. */
  absoluteMargin: number | null
}

export const GUARD_DEFAULTS: FalseNegativeGuard = { relativeMargin: 0.05, absoluteMargin: null }

/** The highest score that a negative may have; infinite where no positive says what a right answer scores. Of several positives their mean counts: one odd text shall not decide. */
export function highestNegativeScore(positiveScores: readonly number[], { relativeMargin, absoluteMargin }: FalseNegativeGuard): number {
  if (positiveScores.length === 0) return Infinity
  const positive = positiveScores.reduce((sum, score) => sum + score, 0) / positiveScores.length
  return Math.min(relativeMargin === null ? Infinity : positive - relativeMargin * Math.abs(positive), absoluteMargin === null ? Infinity : positive - absoluteMargin)
}
