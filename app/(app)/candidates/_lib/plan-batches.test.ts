import { expect, test } from 'vitest'
import { planBatches } from './plan-batches.ts'

const limits = { files: 3, bytes: 10, fileBytes: 8 }
const sizes = (files: { size: number }[]) => files.map(({ size }) => size)

test('files keep their order and no request holds more files or bytes than allowed', () => {
  const batches = planBatches([1, 2, 3, 4, 6, 5].map((size) => ({ size })), limits)
  expect(batches.map(({ files }) => sizes(files))).toEqual([[1, 2, 3], [4, 6], [5]])
})

test('a file that is too large is told of without its bytes, and is counted', () => {
  const batches = planBatches([5, 60, 5, 5].map((size) => ({ size })), limits)
  expect(batches.map((batch) => [sizes(batch.files), sizes(batch.oversized)])).toEqual([[[5, 5], [60]], [[5], []]])
})

test('a file larger than a request but not too large goes alone', () => {
  expect(planBatches([{ size: 3 }, { size: 8 }, { size: 3 }], { ...limits, bytes: 5 }).map(({ files }) => sizes(files))).toEqual([[3], [8], [3]])
})

test('nothing gives no request', () => {
  expect(planBatches([], limits)).toEqual([])
})
