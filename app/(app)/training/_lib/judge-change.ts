/** What two measurements allow to be said, and no more. Ranges that overlap, or are very wide, allow no claim. */
import type { Estimate } from '#lib/db/schema/models.ts'

export type Verdict = 'better' | 'worse' | 'unclear' | 'tooFew' | 'tooWide' | 'cannotSay'

/** Resampling a handful of cases that all went well gives a range without width: it looks sure and is not. */
const LEAST_CASES = 20

/** A range wider than this spans from hardly better than a coin to nearly always right. */
const TOO_WIDE = 0.3

export function judgeChange(before: Estimate | null, after: Estimate | null): Verdict {
  if (!before || !after) return 'cannotSay'
  if (Math.min(before.n, after.n) < LEAST_CASES) return 'tooFew'
  if (after.low > before.high) return 'better'
  if (after.high < before.low) return 'worse'
  return after.high - after.low > TOO_WIDE ? 'tooWide' : 'unclear'
}
