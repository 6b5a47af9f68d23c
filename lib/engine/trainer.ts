/** The training loop: batches in, weights changed where they live. It knows neither text nor database, nor what its loss means. */
import { EngineError } from './errors.ts'
import { clipFactor } from './optimizer.ts'
import { cosineLearningRate, type ScheduleConfig } from './schedule.ts'
import type { WeightStore } from './weights/weight-store.ts'

export interface LossResult { loss: number; /** Further means over the batch, by name. */ metrics: Record<string, number> }

export interface TrainableModel<Batch> {
  /** What is trained. */
  weights: WeightStore
  /** Computes the loss of a batch and adds its gradients to those that the weights hold. */
  computeLoss(batch: Batch): Promise<LossResult>
  /** The same loss without gradients, with what is measured on held-out rows only. */
  evaluateLoss(batch: Batch): Promise<LossResult>
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
  onStep?: (step: TrainingStep) => void | Promise<void>
  /** Asked before each step: true ends the training early. */
  isDone?: () => boolean
  signal?: AbortSignal
}

/** Goes on from the step that the weights are at. */
export async function train<Batch>(options: TrainerOptions<Batch>): Promise<void> {
  const { model, schedule, weightDecay } = options
  const { weights } = model
  while (weights.step < schedule.totalSteps && options.isDone?.() !== true) {
    const started = performance.now()
    const batches = options.batchesOf(weights.step)
    const learningRate = cosineLearningRate(weights.step, schedule)
    const result: LossResult = { loss: 0, metrics: {} }
    await weights.zeroGradients()
    for (const batch of batches) {
      options.signal?.throwIfAborted()
      const { loss, metrics } = await model.computeLoss(batch)
      if (!Number.isFinite(loss)) throw nonFinite('loss', weights.step, learningRate, model.describeRows(batch))
      result.loss += loss / batches.length
      for (const [name, value] of Object.entries(metrics)) result.metrics[name] = (result.metrics[name] ?? 0) + value / batches.length
    }
    const gradNorm = await weights.gradientNorm() / batches.length
    if (!Number.isFinite(gradNorm) && weights.retryAfterOverflow?.() === true) continue
    if (!Number.isFinite(gradNorm)) throw nonFinite('gradient', weights.step, learningRate, batches.map((batch) => model.describeRows(batch)).join(', '))
    await weights.update({ learningRate, gradientScale: clipFactor(gradNorm, options.maxGradNorm) / batches.length, weightDecay })
    await options.onStep?.({ ...result, step: weights.step, gradNorm, learningRate, seconds: (performance.now() - started) / 1000 })
  }
}

function nonFinite(what: string, step: number, learningRate: number, rows: string): EngineError {
  return new EngineError(`The ${what} stopped being a finite number at step ${step + 1} (learning rate ${learningRate}, ${rows}). Lower the learning rate or look at these rows.`)
}
