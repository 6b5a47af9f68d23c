import { expect, test } from 'vitest'
import { createRandom } from '../random.ts'
import { planFullRuns, planRuns, SERVING_SHAPES, TRAINING_SHAPES, type PlannedRun } from './plan-runs.ts'

const random = createRandom(3)
const lengths = Array.from({ length: 500 }, () => 1 + random.below(256))
const plans: [string, PlannedRun[]][] = [
  ['full runs', planFullRuns(lengths)],
  ['runs for serving', planRuns(lengths, 512, SERVING_SHAPES)],
  ['runs for training', planRuns(lengths, 512, TRAINING_SHAPES)],
]

test.each(plans)('%s hold every text once, and no text longer than their shape', (_, runs) => {
  expect(runs.flatMap(({ indices }) => indices).sort((a, b) => a - b)).toEqual(lengths.map((__, index) => index))
  for (const { shape, indices } of runs) {
    expect(indices.length).toBe(shape.rows)
    for (const index of indices) expect(lengths[index]).toBeLessThanOrEqual(shape.length)
  }
})

test('full runs pad nothing, hold at most 512 tokens, and divide texts of one length evenly', () => {
  for (const { shape, indices } of planFullRuns(lengths)) {
    for (const index of indices) expect(lengths[index]).toBe(shape.length)
    expect(shape.rows * shape.length).toBeLessThanOrEqual(512)
  }
  expect(planFullRuns(Array.from({ length: 9 }, () => 64)).map(({ shape }) => shape.rows)).toEqual([4, 5])
  expect(planFullRuns([700, 700]).map(({ shape }) => shape.rows)).toEqual([1, 1])
  expect(planFullRuns([])).toEqual([])
})
