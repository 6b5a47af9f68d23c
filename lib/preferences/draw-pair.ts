/** Which two candidates to ask about: mostly neighbours near the top of the list, sometimes any two. Knows ids in order, no database. */
export interface DrawnPair {
  why: 'near_in_rank' | 'random'
  split: 'train' | 'holdout'
  left: string
  right: string
}

/** Returns a whole number from 0 up to, not including, `limit`. */
export type DrawInteger = (limit: number) => number

/** One in five pairs is drawn from the whole list and never trained on: an honest sample to measure with. */
const HOLDOUT_ONE_IN = 5
/** Where a different order would be noticed. */
const TOP = 20
const TOP_SHARE_OF_TEN = 7
const NEIGHBOURHOOD = 100
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
  const scopes = inTop ? [TOP, NEIGHBOURHOOD] : [NEIGHBOURHOOD]
  for (const scope of scopes) {
    const free = pairsWithin(ranked.slice(0, scope), MAX_GAP).filter(([a, b]) => !isUsed(pairKey(a, b)))
    if (free.length > 0) return free[drawInteger(free.length)]!
  }
  return pairsWithin(ranked.slice(0, NEIGHBOURHOOD), NEIGHBOURHOOD).find(([a, b]) => !isUsed(pairKey(a, b))) ?? null
}

/** All pairs at most `maxGap` places apart, nearest first. */
function pairsWithin(ids: readonly string[], maxGap: number): Pair[] {
  return Array.from({ length: Math.min(maxGap, Math.max(ids.length - 1, 0)) }, (_, index) => index + 1).flatMap((gap) => ids.slice(gap).map((id, index): Pair => [ids[index]!, id]))
}

function drawAny(ranked: readonly string[], isUsed: (key: string) => boolean, drawInteger: DrawInteger): Pair | null {
  if (ranked.length < 2) return null
  for (let attempt = 0; attempt < RANDOM_TRIES; attempt++) {
    const first = drawInteger(ranked.length)
    const second = (first + 1 + drawInteger(ranked.length - 1)) % ranked.length
    const pair: Pair = [ranked[first]!, ranked[second]!]
    if (!isUsed(pairKey(...pair))) return pair
  }
  for (let gap = 1; gap < ranked.length; gap++) {
    for (let index = gap; index < ranked.length; index++) {
      if (!isUsed(pairKey(ranked[index - gap]!, ranked[index]!))) return [ranked[index - gap]!, ranked[index]!]
    }
  }
  return null
}
