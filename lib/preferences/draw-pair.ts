/** Which two candidates to ask about: mostly neighbours near the top of the list, sometimes any two of its upper part. Knows ids in order, no database. */
export interface DrawnPair {
  why: 'near_in_rank' | 'random'
  split: 'train' | 'holdout'
  left: string
  right: string
}

/** Returns a whole number from 0 up to, not including, `limit`. */
export type DrawInteger = (limit: number) => number

/** One in five pairs is any two of the upper part and never trained on: an honest sample of the order that recruiters look at. */
const HOLDOUT_ONE_IN = 5
/** Where a different order would be noticed. */
const TOP = 20
const TOP_SHARE_OF_TEN = 8
/** The upper part: below it people rarely fit at all, and nobody likes to be asked which of two cooks is the better electrician. */
const UPPER_PART = 40
const MAX_GAP = 5
const RANDOM_TRIES = 200

export const pairKey = (a: string, b: string) => (a < b ? `${a} ${b}` : `${b} ${a}`)

export function drawPair(ranked: readonly string[], isUsed: (key: string) => boolean, drawInteger: DrawInteger): DrawnPair | null {
  const isHoldout = drawInteger(HOLDOUT_ONE_IN) === 0
  const neighbours = isHoldout ? null : drawNeighbours(ranked, isUsed, drawInteger)
  const pair = neighbours ?? drawAny(ranked, isUsed, drawInteger)
  if (!pair) return null
  const [left, right] = drawInteger(2) === 0 ? pair : [pair[1], pair[0]]
  return { why: neighbours ? 'near_in_rank' : 'random', split: isHoldout ? 'holdout' : 'train', left, right }
}

type Pair = readonly [string, string]

function drawNeighbours(ranked: readonly string[], isUsed: (key: string) => boolean, drawInteger: DrawInteger): Pair | null {
  const inTop = drawInteger(10) < TOP_SHARE_OF_TEN
  const scopes = inTop ? [TOP, UPPER_PART] : [UPPER_PART]
  for (const scope of scopes) {
    const free = pairsWithin(ranked.slice(0, scope), MAX_GAP).filter(([a, b]) => !isUsed(pairKey(a, b)))
    if (free.length > 0) return free[drawInteger(free.length)]!
  }
  return pairsWithin(ranked.slice(0, UPPER_PART), UPPER_PART).find(([a, b]) => !isUsed(pairKey(a, b))) ?? null
}

/** All pairs at most `maxGap` places apart, nearest first. */
function pairsWithin(ids: readonly string[], maxGap: number): Pair[] {
  return Array.from({ length: Math.min(maxGap, Math.max(ids.length - 1, 0)) }, (_, index) => index + 1).flatMap((gap) => ids.slice(gap).map((id, index): Pair => [ids[index]!, id]))
}

function drawAny(ranked: readonly string[], isUsed: (key: string) => boolean, drawInteger: DrawInteger): Pair | null {
  if (ranked.length < 2) return null
  const upper = ranked.slice(0, UPPER_PART)
  for (let attempt = 0; attempt < RANDOM_TRIES; attempt++) {
    const first = drawInteger(upper.length)
    const second = (first + 1 + drawInteger(upper.length - 1)) % upper.length
    const pair: Pair = [upper[first]!, upper[second]!]
    if (!isUsed(pairKey(...pair))) return pair
  }
  for (let gap = 1; gap < ranked.length; gap++) {
    for (let index = gap; index < ranked.length; index++) {
      if (!isUsed(pairKey(ranked[index - gap]!, ranked[index]!))) return [ranked[index - gap]!, ranked[index]!]
    }
  }
  return null
}
