/** AdamW (arXiv 1711.05101) over plain arrays, in place. State is data: it can be saved and read back. It knows no graph. */
export interface AdamWState {
  step: number
  /** First and second moments by parameter name. */
  first: Map<string, Float32Array>
  second: Map<string, Float32Array>
}

export interface AdamWConfig { weightDecay: number; betas?: readonly [number, number]; eps?: number }

/** The factor that brings a gradient of this norm down to maxGradNorm (PyTorch's clip_grad_norm_). */
export function clipFactor(norm: number, maxGradNorm: number): number {
  return Math.min(1, maxGradNorm / (norm + 1e-6))
}

/** What one step multiplies with, the same for every weight. */
export interface AdamWFactors { gradientScale: number; beta1: number; beta2: number; stepSize: number; secondCorrection: number; eps: number; decay: number }

/** Factors of the step with this number, counted from 1. */
export function adamWFactors(config: AdamWConfig & { learningRate: number; gradientScale: number }, step: number): AdamWFactors {
  const { learningRate, gradientScale, weightDecay, betas: [beta1, beta2] = [0.9, 0.999], eps = 1e-8 } = config
  return {
    gradientScale, beta1, beta2, eps,
    stepSize: learningRate / (1 - beta1 ** step),
    secondCorrection: 1 / Math.sqrt(1 - beta2 ** step),
    decay: 1 - learningRate * weightDecay,
  }
}

export interface AdamWArrays { parameter: Float32Array; gradient: Float32Array; first: Float32Array; second: Float32Array }

/** p ← p·(1 − lr·λ) − lr·m̂ / (√v̂ + ε) for the elements start … end. */
export function updateRange({ parameter, gradient, first, second }: AdamWArrays, start: number, end: number, factors: AdamWFactors): void {
  const { gradientScale, beta1, beta2, stepSize, secondCorrection, eps, decay } = factors
  for (let i = start; i < end; i++) {
    const g = gradientScale * (gradient[i] as number)
    const m = beta1 * (first[i] as number) + (1 - beta1) * g
    const v = beta2 * (second[i] as number) + (1 - beta2) * g * g
    first[i] = m
    second[i] = v
    parameter[i] = decay * (parameter[i] as number) - (stepSize * m) / (Math.sqrt(v) * secondCorrection + eps)
  }
}

/** The same where gradient and moments are zero: only the decay is left. */
export function decayRange(parameter: Float32Array, start: number, end: number, { decay }: AdamWFactors): void {
  if (decay === 1) return
  for (let i = start; i < end; i++) parameter[i] = decay * (parameter[i] as number)
}

export function squaredSum(values: Float32Array): number {
  const even = values.length - (values.length % 2)
  let [a, b] = [0, 0] // two sums, so that one addition need not wait for the other
  for (let i = 0; i < even; i += 2) {
    a += (values[i] as number) * (values[i] as number)
    b += (values[i + 1] as number) * (values[i + 1] as number)
  }
  return even < values.length ? a + b + (values[even] as number) ** 2 : a + b
}
