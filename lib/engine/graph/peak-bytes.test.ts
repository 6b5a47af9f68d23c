import { expect, test } from 'vitest'
import { gelu } from './activation.ts'
import { add, multiply } from './elementwise.ts'
import { reshape } from './layout.ts'
import { matmul } from './matmul.ts'
import { peakBytes } from './peak-bytes.ts'
import { sum } from './reduce.ts'
import { input } from './tensor.ts'

const KB = 1000
const x = input('x', [10, 25]) // 1 KB
const square = input('square', [25, 25])

test('a chain holds the value that is read and the one that is written, whatever its length', () => {
  const once = matmul(x, square)
  expect(peakBytes([once])).toBe(KB)
  expect(peakBytes([matmul(once, square)])).toBe(2 * KB)
  expect(peakBytes([matmul(matmul(matmul(once, square), square), square)])).toBe(2 * KB)
})

test('a value that is needed later is held until then, and outputs to the end', () => {
  const kept = matmul(x, square)
  const far = matmul(matmul(kept, square), square)
  expect(peakBytes([matmul(reshape(kept, [25, 10]), far)])).toBe(2 * KB + 2500)
  expect(peakBytes([kept, far])).toBe(3 * KB)
})

test('element by element takes the place of a value used for the last time, a reshape takes none, inputs are not counted', () => {
  const product = matmul(x, square)
  expect(peakBytes([add(product, x)])).toBe(KB)
  expect(peakBytes([multiply(reshape(product, [250]), reshape(x, [250]))])).toBe(KB)
  expect(peakBytes([gelu(x)])).toBeGreaterThanOrEqual(KB)
})

test('parts that could run side by side are counted as if they did', () => {
  const part = (): ReturnType<typeof sum> => sum(matmul(x, square), [0, 1])
  expect(peakBytes([add(part(), part())])).toBeGreaterThan(2 * KB)
})
