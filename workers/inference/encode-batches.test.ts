import { expect, test } from 'vitest'
import { cutIntoBatches } from './encode-batches.ts'

const texts = (...lengths: number[]) => lengths.map((length) => ({ text: 'x'.repeat(length) }))
const sizes = (batches: { text: string }[][]) => batches.map((batch) => batch.map(({ text }) => text.length))

test('short texts share a batch up to sixteen', () => {
  expect(cutIntoBatches(texts(...Array.from({ length: 40 }, () => 100))).map((batch) => batch.length)).toEqual([16, 16, 8])
})

test('long texts are cut apart so that a batch stays short in time', () => {
  expect(sizes(cutIntoBatches(texts(5000, 2000, 4000, 100_000, 50)))).toEqual([[5000, 2000], [4000], [100_000], [50]])
})

test('every text is in exactly one batch, in order', () => {
  const rows = texts(10, 9000, 7999, 1, 1, 30_000, 8000)
  expect(cutIntoBatches(rows).flat()).toEqual(rows)
  expect(cutIntoBatches([])).toEqual([])
})
