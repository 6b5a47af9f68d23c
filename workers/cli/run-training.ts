import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { AppError } from '#lib/errors.ts'
import type { Device } from '#lib/engine/executors/onnxruntime.ts'
import type { EvaluationMetrics, StageOptions, StageResult, StepMetrics } from '#lib/engine/stages/stage.ts'
import type { CommandContext, Flag, FlagValues } from './command.ts'
import { deviceOf, modelFlags } from './encoding-flags.ts'
import { hyperParameterFlags, hyperParametersOf } from './hyper-parameters.ts'
import type { SharedHyperParameters } from './hyper-parameters.ts'
import { createMetricsFile } from './metrics-file.ts'
import { createProgress } from './progress.ts'

/** What both training commands do around a stage: flags, a line per step on standard error, metrics.jsonl in the finished folder. */
export const trainingFlags: Record<string, Flag> = {
  ...modelFlags,
  data: { value: 'F', help: 'JSON lines of training rows', isRequired: true },
  output: { value: 'DIR', help: 'model folder to write; must not exist yet', isRequired: true },
  'checkpoint-folder': { value: 'DIR', help: 'keep checkpoints here, and go on from the last one of the same run' },
  'half-products': { value: 'true|false', help: 'on a GPU: matrix products in half precision, weights kept in float32', default: 'false' },
  'freeze-embeddings': { value: 'true|false', help: 'keep the word embeddings as they are: faster steps, smaller checkpoints', default: 'false' },
  'eval-data': { value: 'F', help: 'held-out rows of the same form: measured on the way, never trained on; the weights of their lowest loss are written' },
  'load-best-model-at-end': { value: 'true|false', help: 'with held-out rows: false writes the weights of the last step', default: 'true' },
  'recompute-activations': { value: 'true|false', help: 'keep only the input of each layer and compute the rest again: less memory, more time', default: 'false' },
  'max-memory': { value: 'MB', help: 'refuse a run that would need more; what the machine has free when left out' },
  ...hyperParameterFlags,
}

/** The training settings that both commands hand to the engine. */
export function trainingConfigOf(flags: FlagValues): SharedHyperParameters & { freezeEmbeddings: boolean; recomputeActivations: boolean; loadBestModelAtEnd: boolean } {
  const isSet = (name: string): boolean => flags.choice(name, ['true', 'false']) === 'true'
  return { ...hyperParametersOf(flags), freezeEmbeddings: isSet('freeze-embeddings'), recomputeActivations: isSet('recompute-activations'), loadBestModelAtEnd: isSet('load-best-model-at-end') }
}

/** The rows of --eval-data; undefined without it. */
export async function readHeldOutRows<Row>(flags: FlagValues, context: CommandContext, read: (path: string) => Promise<Row[]>): Promise<Row[] | undefined> {
  const path = flags.optionalText('eval-data')
  if (path === undefined) {
    const given = ['eval-steps', 'early-stopping-patience'].find((name) => flags.optionalText(name) !== undefined)
    if (given !== undefined) throw new AppError('invalid_input', `--${given} needs held-out rows: name their file with --eval-data F.`)
    return undefined
  }
  const rows = await read(path)
  context.writeNote(`${rows.length} held-out rows read from ${path}`)
  return rows
}

/** The processor has no arithmetic in half precision: its provider would undo the casts and only lose time. */
function halfProductsOf(flags: FlagValues, device: Device): boolean {
  const isAsked = flags.choice('half-products', ['true', 'false']) === 'true'
  if (isAsked && device === 'cpu') throw new AppError('invalid_input', '--half-products true is for GPUs, and the device is cpu: leave it out here.')
  return isAsked
}

export async function runTraining(flags: FlagValues, context: CommandContext, train: (options: StageOptions) => Promise<StageResult>): Promise<void> {
  const outputFolder = resolve(flags.text('output'))
  if (existsSync(outputFolder)) throw new AppError('invalid_input', `${flags.text('output')} exists already; name a new folder so that no model is lost.`)
  const device = await deviceOf(flags, context)
  const metricsFile = `${outputFolder}.metrics.jsonl`
  const checkpointFolder = flags.optionalText('checkpoint-folder')
  if (!checkpointFolder) await rm(metricsFile, { force: true })
  const metrics = createMetricsFile(metricsFile)
  const referenceProgress = createProgress(context, 'reference')
  const result = await train({
    modelFolder: flags.text('model'),
    outputFolder,
    device,
    hasHalfProducts: halfProductsOf(flags, device),
    threads: flags.number('threads', { least: 1, isWhole: true }),
    signal: context.signal,
    checkpointFolder,
    maxMemoryBytes: megabytesOf(flags.number('max-memory', { least: 1 })),
    onReferenceProgress: referenceProgress,
    async onStep(step) {
      await metrics.addStep(step)
      context.writeNote(describeStep(step))
    },
    async onEvaluation(evaluation) {
      await metrics.addEvaluation(evaluation)
      context.writeNote(describeEvaluation(evaluation))
    },
  })
  await metrics.moveInto(outputFolder)
  if (result.droppedRows > 0) context.writeNote(`${result.droppedRows} rows were left out: their texts are the same after truncation.`)
  if (result.stoppedEarly) context.writeNote(`Stopped early after step ${result.steps}: the held-out loss did not fall in the last ${flags.text('early-stopping-patience')} evaluations.`)
  if (result.best) context.writeNote(flags.text('load-best-model-at-end') === 'true' ? `The weights of step ${result.best.step} are written: they have the lowest held-out loss, ${result.best.eval_loss.toFixed(4)}.` : `The weights of the last step are written; the lowest held-out loss, ${result.best.eval_loss.toFixed(4)}, was that of step ${result.best.step}.`)
  const { steps, finalLoss, seconds, droppedRows, stoppedEarly, best } = result
  context.writeOutput(JSON.stringify({ steps, finalLoss, seconds: Math.round(seconds * 10) / 10, droppedRows, ...(best && { stoppedEarly, bestStep: best.step, bestEvalLoss: best.eval_loss }), output: flags.text('output') }))
}

const megabytesOf = (count: number | undefined): number | undefined => (count === undefined ? undefined : count * 1e6)

function describeEvaluation({ step, eval_loss: loss, 'eval_rewards/accuracies': accuracy, 'eval_mrr@10': reciprocalRank, isBest }: EvaluationMetrics): string {
  const measured = [`loss ${loss.toFixed(4)}`, ...(accuracy === undefined ? [] : [`accuracy ${accuracy.toFixed(2)}`]), ...(reciprocalRank === undefined ? [] : [`mrr@10 ${reciprocalRank.toFixed(3)}`])]
  return `held-out rows ${step === 0 ? 'before the first step' : `after step ${step}`}: ${measured.join(', ')}${isBest ? ', the best so far' : ''}`
}

function describeStep(metrics: StepMetrics): string {
  const { step, totalSteps, loss, grad_norm: gradNorm, learning_rate: learningRate, secondsPerStep } = metrics
  const accuracy = metrics['rewards/accuracies']
  return [
    `step ${step} of ${totalSteps}`, `loss ${loss.toFixed(4)}`, ...(accuracy === undefined ? [] : [`accuracy ${accuracy.toFixed(2)}`]), `grad norm ${gradNorm.toFixed(2)}`,
    `learning rate ${learningRate.toExponential(1)}`, `${secondsPerStep.toFixed(2)} s a step`, `${Math.ceil(secondsPerStep * (totalSteps - step))} s left`,
  ].join(', ')
}
