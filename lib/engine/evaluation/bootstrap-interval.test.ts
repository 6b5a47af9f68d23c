import { expect, test } from 'vitest'
import { bootstrapInterval } from './bootstrap-interval.ts'
import { pairAccuracy, pairAgreements } from './pair-accuracy.ts'

const coin = Array.from({ length: 400 }, (_, index) => (index * 7919) % 1000 < 640 ? 1 : 0)

test('the interval of independent values is that of the normal approximation', () => {
  const { mean, low, high } = bootstrapInterval(coin)
  const error = 1.96 * Math.sqrt((mean * (1 - mean)) / coin.length)
  expect(low).toBeCloseTo(mean - error, 2)
  expect(high).toBeCloseTo(mean + error, 2)
})

test('values that hang together make the interval wider', () => {
  const values = coin.map((_, index) => (Math.floor(index / 40) % 2))
  const clusters = values.map((_, index) => `job ${Math.floor(index / 40)}`)
  const alone = bootstrapInterval(values)
  const together = bootstrapInterval(values, { clusters })
  expect(together.mean).toBe(alone.mean)
  expect(together.high - together.low).toBeGreaterThan(4 * (alone.high - alone.low))
})

test('the same seed gives the same interval and one value its own point', () => {
  expect(bootstrapInterval(coin, { seed: 3 })).toEqual(bootstrapInterval(coin, { seed: 3 }))
  expect(bootstrapInterval([0.4])).toEqual({ mean: 0.4, low: 0.4, high: 0.4 })
  expect(() => bootstrapInterval([])).toThrow('There is no value to make an interval from.')
})

test('pair accuracy counts a pair that the model cannot tell apart half', () => {
  expect(pairAgreements([3, 2, 1], [1, 2, 3])).toEqual([1, 0.5, 0])
  expect(pairAccuracy([3, 2], [1, 2])).toBe(0.75)
  expect(pairAccuracy([], [])).toBeNull()
})
