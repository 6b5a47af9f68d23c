/** The training loop: batches in, parameters changed in place. It knows neither text nor database, nor what its loss means. */
import { EngineError } from './errors.ts'
import type { HostTensor } from './files/safetensors.ts'
import { clipFactor, gradientNorm, initAdamW, updateAdamW, type AdamWState } from './optimizer.ts'
import { cosineLearningRate, type ScheduleConfig } from './schedule.ts'

export interface LossResult { loss: number; /** Further means over the batch, by name. */ metrics: Record<string, number> }

export interface TrainableModel<Batch> {
  /** What is trained; changed in place. */
  parameters: ReadonlyMap<string, HostTensor>
  /** Computes the loss of a batch and overwrites `gradients`. */
  computeLoss(batch: Batch, gradients: ReadonlyMap<string, Float32Array>): Promise<LossResult>
  /** Says which rows a batch holds, for messages. */
  describeRows(batch: Batch): string
}

export interface TrainingStep extends LossResult { /** Counted from 1. */ step: number; gradNorm: number; learningRate: number; seconds: number }

export interface TrainerOptions<Batch> {
  model: TrainableModel<Batch>
  /** The micro-batches of the step with this number, counted from 0; their mean gradient is applied. */
  batchesOf(step: number): readonly Batch[]
  schedule: ScheduleConfig
  weightDecay: number
  maxGradNorm: number
  /** Goes on from here; a fresh state when absent. */
  state?: AdamWState
  onStep?: (step: TrainingStep, state: AdamWState) => void | Promise<void>
  signal?: AbortSignal
}

export async function train<Batch>(options: TrainerOptions<Batch>): Promise<AdamWState> {
  const { model, schedule } = options
  const state = options.state ?? initAdamW(model.parameters)
  const buffers = (): Map<string, Float32Array> => new Map([...model.parameters].map(([name, { data }]) => [name, new Float32Array(data.length)]))
  const gradients = buffers()
  let partial: Map<string, Float32Array> | undefined // only needed when a step has several micro-batches
  while (state.step < schedule.totalSteps) {
    const started = performance.now()
    const batches = options.batchesOf(state.step)
    const learningRate = cosineLearningRate(state.step, schedule)
    const result: LossResult = { loss: 0, metrics: {} }
    for (const [index, batch] of batches.entries()) {
      options.signal?.throwIfAborted()
      const target = index === 0 ? gradients : (partial ??= buffers())
      const { loss, metrics } = await model.computeLoss(batch, target)
      if (!Number.isFinite(loss)) throw nonFinite('loss', state.step, learningRate, model.describeRows(batch))
      if (index > 0) accumulate(gradients, target)
      result.loss += loss / batches.length
      for (const [name, value] of Object.entries(metrics)) result.metrics[name] = (result.metrics[name] ?? 0) + value / batches.length
    }
    const gradNorm = gradientNorm(gradients) / batches.length
    if (!Number.isFinite(gradNorm)) throw nonFinite('gradient', state.step, learningRate, batches.map((batch) => model.describeRows(batch)).join(', '))
    const gradientScale = clipFactor(gradNorm, options.maxGradNorm) / batches.length
    updateAdamW(model.parameters, gradients, state, { learningRate, gradientScale, weightDecay: options.weightDecay })
    await options.onStep?.({ ...result, step: state.step, gradNorm, learningRate, seconds: (performance.now() - started) / 1000 }, state)
  }
  return state
}

function accumulate(total: ReadonlyMap<string, Float32Array>, partial: ReadonlyMap<string, Float32Array>): void {
  for (const [name, sum] of total) {
    const addend = partial.get(name) as Float32Array
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (addend[i] as number)
  }
}

function nonFinite(what: string, step: number, learningRate: number, rows: string): EngineError {
  return new EngineError(`The ${what} stopped being a finite number at step ${step + 1} (learning rate ${learningRate}, ${rows}). Lower the learning rate or look at these rows.`)
}
