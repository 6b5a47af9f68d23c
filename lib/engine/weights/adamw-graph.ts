/** AdamW and the norm of the gradients as graphs, for weights that stay on a device. The same formulas as optimizer.ts; it knows neither where values lie nor how a graph is run. */
import { add, divide, multiply, sqrt, subtract } from '../graph/elementwise.ts'
import { sum } from '../graph/reduce.ts'
import { input, type Dims, type Tensor } from '../graph/tensor.ts'
import type { AdamWFactors } from '../optimizer.ts'

const FACTORS = ['gradientScale', 'beta1', 'restOfBeta1', 'beta2', 'restOfBeta2', 'stepSize', 'secondCorrection', 'eps', 'decay'] as const

/** Names of the inputs that hold a weight, its gradient and its moments. */
export const inputNames = (name: string): { parameter: string; gradient: string; first: string; second: string } => (
  { parameter: `parameter ${name}`, gradient: `gradient ${name}`, first: `first ${name}`, second: `second ${name}` }
)

/** p ← p·(1 − lr·λ) − lr·m̂ / (√v̂ + ε) for one weight: its new values and moments, in the order parameter, first, second. */
export function adamWUpdate(name: string, dims: Dims): [Tensor, Tensor, Tensor] {
  const factor = (which: (typeof FACTORS)[number]): Tensor => input(which, [])
  const names = inputNames(name)
  const [parameter, first, second] = [input(names.parameter, dims), input(names.first, dims), input(names.second, dims)]
  const g = multiply(input(names.gradient, dims), factor('gradientScale'))
  const m = add(multiply(first, factor('beta1')), multiply(g, factor('restOfBeta1')))
  const v = add(multiply(second, factor('beta2')), multiply(multiply(g, g), factor('restOfBeta2')))
  const change = divide(multiply(m, factor('stepSize')), add(multiply(sqrt(v), factor('secondCorrection')), factor('eps')))
  const kept = dims.length > 1 ? multiply(parameter, factor('decay')) : parameter // biases and normalisations are not pulled to zero
  return [subtract(kept, change), m, v]
}

/** Values of the factors' inputs. */
export function adamWFeeds(factors: AdamWFactors): [string, Float32Array][] {
  const values = { ...factors, restOfBeta1: 1 - factors.beta1, restOfBeta2: 1 - factors.beta2 }
  return FACTORS.map((name) => [name, Float32Array.of(values[name])])
}

/** Σ g² over the gradients of some weights; along the last axis first, so that many sums are computed at once. */
export function squaredNorm(weights: readonly { name: string; dims: Dims }[]): Tensor {
  return weights.map(({ name, dims }) => {
    const g = input(inputNames(name).gradient, dims)
    const alongRows = dims.length === 0 ? multiply(g, g) : sum(multiply(g, g), [-1])
    return sum(alongRows, alongRows.dims.map((_, axis) => axis))
  }).reduce(add)
}
