/** Loss and metrics of rows that are not trained on: means over the rows, with the names that transformers and TRL give them. */
import { EngineError } from '../errors.ts'
import type { TrainableModel } from '../trainer.ts'

export interface HeldOutMetrics {
  eval_loss: number
  /** Seconds it took. */
  eval_runtime: number
  eval_samples_per_second: number
  'eval_rewards/chosen'?: number
  'eval_rewards/rejected'?: number
  'eval_rewards/margins'?: number
  'eval_rewards/accuracies'?: number
  'eval_mrr@10'?: number
}

export async function evaluateHeldOut<Batch extends readonly unknown[]>(model: TrainableModel<Batch>, batches: readonly Batch[], signal?: AbortSignal): Promise<HeldOutMetrics> {
  const started = performance.now()
  const rows = batches.reduce((count, batch) => count + batch.length, 0)
  const means: Record<string, number> = {}
  for (const batch of batches) {
    signal?.throwIfAborted()
    const { loss, metrics } = await model.evaluateLoss(batch)
    if (!Number.isFinite(loss)) throw new EngineError(`The loss of the held-out rows stopped being a finite number at step ${model.weights.step} (${model.describeRows(batch)} of them). Lower the learning rate or look at these rows.`)
    for (const [name, value] of Object.entries({ loss, ...metrics })) means[`eval_${name}`] = (means[`eval_${name}`] ?? 0) + (value * batch.length) / rows
  }
  const seconds = (performance.now() - started) / 1000
  return { eval_loss: Number.NaN, ...means, eval_runtime: seconds, eval_samples_per_second: rows / seconds }
}
