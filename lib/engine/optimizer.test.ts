import { expect, test } from 'vitest'
import type { HostTensor } from './files/safetensors.ts'
import { clipFactor, gradientNorm, initAdamW, updateAdamW } from './optimizer.ts'
import { cosineLearningRate, warmupStepsOf } from './schedule.ts'

test('weights decay, vectors such as biases do not', () => {
  const parameters = new Map<string, HostTensor>([['weight', { dims: [1, 2], data: Float32Array.of(1, 1) }], ['bias', { dims: [2], data: Float32Array.of(1, 1) }]])
  const zeros = new Map([['weight', new Float32Array(2)], ['bias', new Float32Array(2)]])
  updateAdamW(parameters, zeros, initAdamW(parameters), { learningRate: 0.1, weightDecay: 0.5, gradientScale: 1 })
  expect(parameters.get('weight')?.data[0]).toBeCloseTo(0.95, 6)
  expect(parameters.get('bias')?.data[0]).toBe(1)
})

test('the first step moves by the learning rate against the sign of the gradient', () => {
  const parameters = new Map<string, HostTensor>([['bias', { dims: [2], data: Float32Array.of(0, 0) }]])
  updateAdamW(parameters, new Map([['bias', Float32Array.of(4, -0.01)]]), initAdamW(parameters), { learningRate: 0.1, weightDecay: 0, gradientScale: 1 })
  expect(parameters.get('bias')?.data[0]).toBeCloseTo(-0.1, 5)
  expect(parameters.get('bias')?.data[1]).toBeCloseTo(0.1, 5)
})

test('a gradient is clipped to its norm over all tensors together', () => {
  const norm = gradientNorm(new Map([['a', Float32Array.of(3)], ['b', Float32Array.of(4)]]))
  expect(norm).toBe(5)
  expect(clipFactor(norm, 1)).toBeCloseTo(0.2, 6)
  expect(clipFactor(0.5, 1)).toBe(1)
})

test('the learning rate rises during warm-up, peaks after it and ends at zero', () => {
  const schedule = { learningRate: 2, warmupSteps: warmupStepsOf(0.1, 20), totalSteps: 20 }
  expect([0, 1, 2, 11, 20].map((step) => cosineLearningRate(step, schedule))).toEqual([0, 1, 2, 1, 0])
})
