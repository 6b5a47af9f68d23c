import { expect, test } from 'vitest'
import { createRandom } from '../random.ts'
import { clusterVectors } from './cluster-vectors.ts'
import { drawNegatives, NEGATIVE_DRAW_DEFAULTS } from './draw-negatives.ts'
import { highestNegativeScore } from './false-negative-guard.ts'
import { mineNegatives, MINING_DEFAULTS } from './mine-negatives.ts'

const unit = (...values: number[]) => {
  const length = Math.hypot(...values)
  return Float32Array.from(values, (value) => value / length)
}
/** Passages of three topics, 40 near the query, 12 and 8 a little further: in rank order. */
const topics = [40, 12, 8].flatMap((count, topic) =>
  Array.from({ length: count }, (_, index) => ({ topic, vector: unit(1, ...[0, 1, 2].map((axis) => (axis === topic ? 0.5 + 0.1 * topic : 0.001 * index))) })),
)
const vectors = topics.map(({ vector }) => vector)
const topicsOf = (places: readonly number[]) => [0, 1, 2].map((topic) => places.filter((place) => topics[place]!.topic === topic).length)

test('planted groups are found, whatever the seed, and more clusters than vectors are no fault', () => {
  for (let seed = 0; seed < 20; seed++) {
    const labels = clusterVectors(vectors, 3, createRandom(seed))
    expect(new Set(topics.map(({ topic }, index) => `${topic} ${labels[index]}`)).size).toBe(3)
  }
  expect(new Set(clusterVectors([unit(1, 0), unit(0, 1), unit(1, 0)], 5, createRandom(1))).size).toBe(2)
  expect(clusterVectors([], 3, createRandom(1))).toEqual([])
})

test('clusters spread the negatives over topics where a plain sample follows their sizes', () => {
  const mean = (method: 'cluster' | 'sample') => {
    const counts = Array.from({ length: 200 }, (_, seed) => topicsOf(drawNegatives(vectors, { ...NEGATIVE_DRAW_DEFAULTS, method, numClusters: 3, negativesPerQuery: 9 }, createRandom(seed))))
    return [0, 1, 2].map((topic) => counts.reduce((sum, count) => sum + count[topic]!, 0) / counts.length)
  }
  for (const count of mean('cluster')) expect(Math.abs(count - 3)).toBeLessThan(0.3)
  const [first, second, third] = mean('sample') as [number, number, number]
  expect([first, second, third].map((count) => Math.round(count))).toEqual([6, 2, 1])
})

test('a draw is repeated by its seed, holds no passage twice and keeps rank order', () => {
  const draw = (seed: number) => drawNegatives(vectors, NEGATIVE_DRAW_DEFAULTS, createRandom(seed))
  expect(draw(7)).toEqual(draw(7))
  expect(draw(7)).not.toEqual(draw(8))
  expect(draw(7)).toEqual([...new Set(draw(7))].sort((a, b) => a - b))
  expect(drawNegatives(vectors, { ...NEGATIVE_DRAW_DEFAULTS, method: 'top', negativesPerQuery: 3 }, createRandom(1))).toEqual([0, 1, 2])
  expect(drawNegatives(vectors.slice(0, 4), NEGATIVE_DRAW_DEFAULTS, createRandom(1))).toEqual([0, 1, 2, 3])
  expect(() => drawNegatives(vectors, { ...NEGATIVE_DRAW_DEFAULTS, clusterDecay: 0 }, createRandom(1))).toThrow('The cluster decay must lie above 0 and be at most 1, not 0.')
})

test('a tiny decay still fills the row', () => {
  expect(drawNegatives(vectors, { ...NEGATIVE_DRAW_DEFAULTS, clusterDecay: 1e-30, numClusters: 1 }, createRandom(3))).toHaveLength(10)
})

test('the guard asks for the stricter of its margins, below the mean positive, also where scores are negative', () => {
  expect(highestNegativeScore([0.8, 0.6], { relativeMargin: 0.1, absoluteMargin: null })).toBeCloseTo(0.63, 12)
  expect(highestNegativeScore([0.7], { relativeMargin: 0.1, absoluteMargin: 0.2 })).toBeCloseTo(0.5, 12)
  expect(highestNegativeScore([-0.5], { relativeMargin: 0.1, absoluteMargin: null })).toBeCloseTo(-0.55, 12)
  expect(highestNegativeScore([], { relativeMargin: 0.1, absoluteMargin: 0.1 })).toBe(Infinity)
  expect(highestNegativeScore([0.7], { relativeMargin: null, absoluteMargin: null })).toBe(Infinity)
})

const at = (degrees: number) => unit(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180))
const corpus = Array.from({ length: 30 }, (_, index) => at(index * 3)) // rank = index for a query at 0°
const query = { embedding: at(0), positiveScores: [Math.cos((12 * Math.PI) / 180)], known: new Set([4]) }
const all = { ...MINING_DEFAULTS, negativesPerQuery: 100 }

test('negatives come from the ranks asked for, without the positives and without what scores like them', () => {
  // cos 12° less 5 % is cos 21.7°: indices 0 to 7 score above it, and 4 is the positive itself.
  expect(mineNegatives(query, corpus, { ...all, lastRank: 12 }, createRandom(1))).toEqual({ negatives: [8, 9, 10, 11], suspects: 7 })
  expect(mineNegatives(query, corpus, { ...all, firstRank: 2, lastRank: 6, relativeMargin: null }, createRandom(1))).toEqual({ negatives: [2, 3, 5], suspects: 0 })
  expect(mineNegatives({ ...query, positiveScores: [], known: new Set() }, corpus, { ...all, lastRank: 3 }, createRandom(1)).negatives).toEqual([0, 1, 2])
})

test('a text that stands in the corpus twice is one negative, and none when it is the positive', () => {
  const sameAs = (index: number) => (index === 5 ? 4 : index === 9 ? 8 : index)
  expect(mineNegatives(query, corpus, { ...all, firstRank: 4, lastRank: 12, relativeMargin: null }, createRandom(1), sameAs).negatives).toEqual([6, 7, 8, 10, 11])
})
