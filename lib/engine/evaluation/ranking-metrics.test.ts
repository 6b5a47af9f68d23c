import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { accuracy, areaUnderRocCurve, averagePrecision, ndcg, precision, recall, reciprocalRank } from './ranking-metrics.ts'

type Case = { relevance: number[]; scores: number[]; hasTies: boolean } & Record<string, number>
const read = (path: string) => (JSON.parse(readFileSync(path, 'utf8')) as { cases: Case[] }).cases
const golden = fileURLToPath(new URL('../golden/metrics.json', import.meta.url))
const shared = fileURLToPath(new URL('../../../../shared/golden/metrics.json', import.meta.url))

test.each(read(golden).map((item, index) => ({ index, item })))('case $index agrees with scikit-learn within 1e-9', ({ item }) => {
  const { relevance, scores } = item
  for (const k of [1, 5, 10, 20, 100]) {
    expect(ndcg(relevance, scores, k)).toBeCloseTo(item[`ndcg@${k}`]!, 9)
    expect(ndcg(relevance, scores, k, 'exponential')).toBeCloseTo(item[`ndcg_exp@${k}`]!, 9)
    expect(reciprocalRank(relevance, scores, k)).toBeCloseTo(item[`mrr@${k}`]!, 9)
    expect(recall(relevance, scores, k)).toBeCloseTo(item[`recall@${k}`]!, 9)
    expect(averagePrecision(relevance, scores, k)).toBeCloseTo(item[`map@${k}`]!, 9)
  }
})

test.skipIf(!existsSync(shared))('the committed cases are those of the shared golden file', () => {
  expect(read(golden)).toEqual(read(shared))
})

test('precision and accuracy look at the first k', () => {
  const [relevance, scores] = [[0, 1, 0, 2], [4, 3, 2, 1]]
  expect([1, 2, 4, 8].map((k) => precision(relevance, scores, k))).toEqual([0, 0.5, 0.5, 0.25])
  expect([1, 2, 4].map((k) => accuracy(relevance, scores, k))).toEqual([0, 1, 1])
})

test('the area under the curve counts ties half and is unknown for one kind alone', () => {
  expect(areaUnderRocCurve([1, 0, 1, 0], [4, 3, 2, 1])).toBe(0.75)
  expect(areaUnderRocCurve([1, 0, 0], [2, 2, 1])).toBe(0.75)
  expect(areaUnderRocCurve([1, 1], [2, 1])).toBeNull()
})

test('lists of different length are refused', () => {
  expect(() => ndcg([1], [1, 2], 5)).toThrow('A ranking has 1 relevance values and 2 scores.')
})
