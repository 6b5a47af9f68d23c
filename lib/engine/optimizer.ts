/** AdamW (arXiv 1711.05101) over plain arrays, in place. State is data: it can be saved and read back. It knows no graph. */
import type { HostTensor } from './files/safetensors.ts'

export interface AdamWState {
  step: number
  /** First and second moments by parameter name. */
  first: Map<string, Float32Array>
  second: Map<string, Float32Array>
}

export interface AdamWConfig { weightDecay: number; betas?: readonly [number, number]; eps?: number }

export function initAdamW(parameters: ReadonlyMap<string, HostTensor>): AdamWState {
  const zeros = (): Map<string, Float32Array> => new Map([...parameters].map(([name, { data }]) => [name, new Float32Array(data.length)]))
  return { step: 0, first: zeros(), second: zeros() }
}

/** ‖g‖ over all gradients together. */
export function gradientNorm(gradients: ReadonlyMap<string, Float32Array>): number {
  let total = 0
  for (const gradient of gradients.values()) total += squaredSum(gradient)
  return Math.sqrt(total)
}

/** The factor that brings a gradient of this norm down to maxGradNorm (PyTorch's clip_grad_norm_). */
export function clipFactor(norm: number, maxGradNorm: number): number {
  return Math.min(1, maxGradNorm / (norm + 1e-6))
}

/** One step: p ← p·(1 − lr·λ) − lr·m̂ / (√v̂ + ε), with decay λ on tensors of two axes or more only. Gradients are multiplied by gradientScale on the way. */
export function updateAdamW(
  parameters: ReadonlyMap<string, HostTensor>,
  gradients: ReadonlyMap<string, Float32Array>,
  state: AdamWState,
  config: AdamWConfig & { learningRate: number; gradientScale: number },
): void {
  const { learningRate, gradientScale, weightDecay, betas: [beta1, beta2] = [0.9, 0.999], eps = 1e-8 } = config
  state.step++
  const stepSize = learningRate / (1 - beta1 ** state.step)
  const secondCorrection = 1 / Math.sqrt(1 - beta2 ** state.step)
  for (const [name, { data, dims }] of parameters) {
    const [gradient, first, second] = [gradients.get(name), state.first.get(name), state.second.get(name)]
    if (gradient === undefined || first === undefined || second === undefined) throw new Error(`updateAdamW: no gradient or state for ${name}`)
    const decay = dims.length > 1 ? 1 - learningRate * weightDecay : 1
    updateArray(data, gradient, first, second, { gradientScale, beta1, beta2, stepSize, secondCorrection, eps, decay })
  }
}

interface ArrayUpdate { gradientScale: number; beta1: number; beta2: number; stepSize: number; secondCorrection: number; eps: number; decay: number }

function updateArray(p: Float32Array, gradient: Float32Array, first: Float32Array, second: Float32Array, update: ArrayUpdate): void {
  const { gradientScale, beta1, beta2, stepSize, secondCorrection, eps, decay } = update
  for (let i = 0; i < p.length; i++) {
    const g = gradientScale * (gradient[i] as number)
    const m = beta1 * (first[i] as number) + (1 - beta1) * g
    const v = beta2 * (second[i] as number) + (1 - beta2) * g * g
    first[i] = m
    second[i] = v
    p[i] = decay * (p[i] as number) - (stepSize * m) / (Math.sqrt(v) * secondCorrection + eps)
  }
}

function squaredSum(values: Float32Array): number {
  let total = 0
  for (let i = 0; i < values.length; i++) total += (values[i] as number) * (values[i] as number)
  return total
}
