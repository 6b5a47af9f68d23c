import { expect, test } from 'vitest'
import { adamWFactors, clipFactor, squaredSum, type AdamWFactors } from './optimizer.ts'
import { createRandom } from './random.ts'
import { cosineLearningRate, warmupStepsOf } from './schedule.ts'
import { GradientBuffer } from './weights/gradient-buffer.ts'
import { TrainedWeight } from './weights/trained-weight.ts'

const factors = (config: { learningRate: number; weightDecay: number }, step = 1): AdamWFactors => adamWFactors({ gradientScale: 1, ...config }, step)
const weight = (dims: number[], ...values: number[]): { data: Float32Array; weight: TrainedWeight } => {
  const data = Float32Array.from(values)
  return { data, weight: new TrainedWeight({ dims, data }) }
}

test('weights decay, vectors such as biases do not', () => {
  const [matrix, bias] = [weight([1, 2], 1, 1), weight([2], 1, 1)]
  for (const { weight: { gradient } } of [matrix, bias]) gradient.add(new Float32Array(2))
  for (const { weight } of [matrix, bias]) weight.update(factors({ learningRate: 0.1, weightDecay: 0.5 }))
  expect(matrix.data[0]).toBeCloseTo(0.95, 6)
  expect(bias.data[0]).toBe(1)
})

test('the first step moves by the learning rate against the sign of the gradient', () => {
  const { data, weight: bias } = weight([2], 0, 0)
  bias.gradient.add(Float32Array.of(4, -0.01))
  bias.update(factors({ learningRate: 0.1, weightDecay: 0 }))
  expect(data[0]).toBeCloseTo(-0.1, 5)
  expect(data[1]).toBeCloseTo(0.1, 5)
})

test('a gradient is clipped to its norm over all tensors together', () => {
  const squares = [Float32Array.of(3), Float32Array.of(0, 4, 0)].map(squaredSum)
  expect(squares).toEqual([9, 16])
  expect(clipFactor(5, 1)).toBeCloseTo(0.2, 6)
  expect(clipFactor(0.5, 1)).toBe(1)
})

test('a table trained by the rows that are looked up equals one trained as a whole, bit for bit, before and after a resumption', () => {
  const random = createRandom(1)
  const values = Array.from({ length: 6 * 4 }, () => random.next() - 0.5)
  const [byRows, whole] = [weight([6, 4], ...values), weight([6, 4], ...values)]
  let resumed = byRows
  for (let step = 1; step <= 6; step++) {
    const dense = new Float32Array(6 * 4)
    resumed.weight.gradient.clear()
    whole.weight.gradient.clear()
    for (const ids of step === 4 ? [] : [[1n, 4n, 1n], [BigInt(step % 3)]]) {
      const updates = Float32Array.from({ length: ids.length * 4 }, () => random.next() - 0.5)
      resumed.weight.gradient.addRows(BigInt64Array.from(ids), updates)
      updates.forEach((value, i) => { dense[Number(ids[i >> 2]) * 4 + (i & 3)]! += value })
    }
    whole.weight.gradient.add(dense)
    expect(resumed.weight.squaredNorm()).toBeCloseTo(whole.weight.squaredNorm(), 12)
    for (const { weight } of [resumed, whole]) weight.update(factors({ learningRate: 0.01, weightDecay: 0.1 }, step))
    expect(resumed.data).toEqual(whole.data)
    if (step !== 3) continue
    const { first, second } = resumed.weight
    const saved = resumed.data.slice()
    resumed = weight([6, 4], ...new Float32Array(24))
    resumed.weight.load(saved, first, second)
  }
  expect(resumed.weight.first).toEqual(whole.weight.first)
})

test('gradients of several micro-batches add up, as rows and as a whole, and none is left over for the next step', () => {
  const buffer = new GradientBuffer([3, 2])
  for (let step = 0; step < 2; step++) {
    buffer.clear()
    buffer.addRows(BigInt64Array.of(2n), Float32Array.of(1, 2))
    expect([...buffer.usedRows()]).toMatchObject([{ start: 2, end: 3 }])
    const target = buffer.target()
    target.set([10, 20, 30, 40, 50, 60])
    buffer.add(target)
    expect([...buffer.values()]).toEqual([10, 20, 30, 40, 51, 62])
  }
  buffer.clear()
  expect([...buffer.values()]).toEqual([0, 0, 0, 0, 0, 0])
})

test('the learning rate rises during warm-up, peaks after it and ends at zero', () => {
  const schedule = { learningRate: 2, warmupSteps: warmupStepsOf(0.1, 20), totalSteps: 20 }
  expect([0, 1, 2, 11, 20].map((step) => cosineLearningRate(step, schedule))).toEqual([0, 1, 2, 1, 0])
})
