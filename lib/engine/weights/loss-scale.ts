/** Keeps small gradients above the smallest half-precision number: the loss is multiplied before it is differentiated, and the gradients divided when they are used (arXiv 1710.03740, section 3.2). It knows no device. */
import { multiply } from '../graph/elementwise.ts'
import { input } from '../graph/tensor.ts'
import type { WeightStore } from './weight-store.ts'

/** A power of two, so that scaling rounds nothing. */
const FIRST_SCALE = 2 ** 14
const SCALE = 'lossScale'

/** The same store, with gradients of the scaled loss inside. `retryAfterOverflow` halves the scale: the step is then taken again. */
export function withLossScale(store: WeightStore): WeightStore {
  let scale = FIRST_SCALE
  return {
    ...store,
    get step() { return store.step },
    async compileGradients(loss, outputs) {
      const graph = await store.compileGradients(multiply(loss, input(SCALE, [])), outputs)
      return { ...graph, run: (feeds, weightOf) => graph.run(new Map([...feeds, [SCALE, Float32Array.of(scale)]]), weightOf) }
    },
    gradientNorm: async () => await store.gradientNorm() / scale,
    update: (update) => store.update({ ...update, gradientScale: update.gradientScale / scale }),
    retryAfterOverflow() {
      if (scale === 1) return false
      scale /= 2
      return true
    },
  }
}
