import { expect, test } from 'vitest'
import { sum } from '../graph/reduce.ts'
import { multiply } from '../graph/elementwise.ts'
import { followTrajectory } from '../testing/follow-trajectory.ts'
import { train } from '../trainer.ts'
import { createHostWeights } from './host-weights.ts'
import { withLossScale } from './loss-scale.ts'
import type { WeightStore } from './weight-store.ts'

const hostWeights = (): WeightStore => createHostWeights({ parameters: new Map([['w', { dims: [2], data: Float32Array.of(1, -2) }]]), isTrained: () => true })

async function takeStep(weights: WeightStore): Promise<{ norm: number; after: number[] }> {
  const w = weights.parameter('w')
  const graph = await weights.compileGradients(sum(multiply(w, w), [0]), [])
  await weights.zeroGradients()
  await graph.run(new Map())
  const norm = await weights.gradientNorm()
  await weights.update({ learningRate: 0.1, gradientScale: 1, weightDecay: 0 })
  return { norm, after: [...(await weights.read()).parameters.get('w')?.data ?? []] }
}

test('a scaled loss gives the same norm and the same step', async () => {
  expect(await takeStep(withLossScale(hostWeights()))).toEqual(await takeStep(hostWeights()))
})

test('a step whose gradient overflows is taken again with half the scale, and given up when nothing is left to halve', async () => {
  const largest = 2 ** 10
  const scales: number[] = []
  const overflowing = (limit: number): WeightStore => {
    const store = hostWeights()
    return withLossScale({
      ...store,
      get step() { return store.step },
      async compileGradients(loss, outputs) {
        const graph = await store.compileGradients(loss, outputs)
        return { ...graph, run: (feeds) => { scales.push(feeds.get('lossScale')?.[0] as number); return graph.run(feeds) } }
      },
      gradientNorm: async () => ((scales.at(-1) as number) > limit ? Infinity : store.gradientNorm()),
    })
  }
  const run = async (weights: WeightStore): Promise<number> => {
    const w = weights.parameter('w')
    const graph = await weights.compileGradients(sum(multiply(w, w), [0]), [])
    const computeLoss = async () => { await graph.run(new Map()); return { loss: 1, metrics: {} } }
    const model = { weights, computeLoss, describeRows: () => 'row 1', evaluateLoss: computeLoss, release: async () => undefined }
    await train({ model, batchesOf: () => [null], schedule: { learningRate: 0.1, warmupSteps: 0, totalSteps: 2 }, weightDecay: 0, maxGradNorm: 1 })
    return weights.step
  }
  expect(await run(overflowing(largest))).toBe(2)
  expect(scales).toEqual([2 ** 14, 2 ** 13, 2 ** 12, 2 ** 11, 2 ** 10, 2 ** 10])
  await expect(run(overflowing(0))).rejects.toThrow('The gradient stopped being a finite number at step 1')
})

test('products rounded to half precision stay near the trajectory that PyTorch recorded in float32', async () => {
  const { loss, gradNorm, parameterNorm, parameter } = await followTrajectory('rankpo-hinge-llama', { device: 'tfjs', hasHalfProducts: true })
  for (const difference of [loss, gradNorm, parameterNorm, parameter]) expect(difference).toBeLessThan(1e-2)
  expect(loss).toBeGreaterThan(1e-4) // something was rounded
})
