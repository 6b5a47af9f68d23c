import { existsSync } from 'node:fs'
import { appendFile, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { AppError } from '#lib/errors.ts'
import type { StageOptions, StageResult, StepMetrics } from '#lib/engine/stages/stage.ts'
import type { CommandContext, Flag, FlagValues } from './command.ts'
import { deviceOf, encodingFlags } from './encoding-flags.ts'
import { hyperParameterFlags, hyperParametersOf } from './hyper-parameters.ts'
import type { SharedHyperParameters } from './hyper-parameters.ts'

/** What both training commands do around a stage: flags, a line per step on standard error, metrics.jsonl in the finished folder. */
export const trainingFlags: Record<string, Flag> = {
  ...encodingFlags,
  data: { value: 'F', help: 'JSON lines of training rows', isRequired: true },
  output: { value: 'DIR', help: 'model folder to write; must not exist yet', isRequired: true },
  'checkpoint-folder': { value: 'DIR', help: 'keep checkpoints here, and go on from the last one of the same run' },
  'freeze-embeddings': { value: 'true|false', help: 'keep the word embeddings as they are: faster steps, smaller checkpoints', default: 'false' },
  ...hyperParameterFlags,
}

/** The training settings that both commands hand to the engine. */
export function trainingConfigOf(flags: FlagValues): SharedHyperParameters & { freezeEmbeddings: boolean } {
  return { ...hyperParametersOf(flags), freezeEmbeddings: flags.choice('freeze-embeddings', ['true', 'false']) === 'true' }
}

export async function runTraining(flags: FlagValues, context: CommandContext, train: (options: StageOptions) => Promise<StageResult>): Promise<void> {
  const outputFolder = resolve(flags.text('output'))
  if (existsSync(outputFolder)) throw new AppError('invalid_input', `${flags.text('output')} exists already; name a new folder so that no model is lost.`)
  const metricsFile = `${outputFolder}.metrics.jsonl`
  const checkpointFolder = flags.optionalText('checkpoint-folder')
  if (!checkpointFolder) await rm(metricsFile, { force: true })
  let isFirst = true
  const result = await train({
    modelFolder: flags.text('model'),
    outputFolder,
    device: await deviceOf(flags, context),
    threads: flags.number('threads', { least: 1, isWhole: true }),
    signal: context.signal,
    checkpointFolder,
    async onStep(metrics) {
      if (isFirst) await dropStepsFrom(metricsFile, metrics.step)
      isFirst = false
      await appendFile(metricsFile, `${JSON.stringify(metrics)}\n`)
      context.writeNote(describeStep(metrics))
    },
  })
  if (existsSync(metricsFile)) await rename(metricsFile, join(outputFolder, 'metrics.jsonl'))
  if (result.droppedRows > 0) context.writeNote(`${result.droppedRows} rows were left out: their texts are the same after truncation.`)
  context.writeOutput(JSON.stringify({ steps: result.steps, finalLoss: result.finalLoss, seconds: Math.round(result.seconds * 10) / 10, droppedRows: result.droppedRows, output: flags.text('output') }))
}

/** A run that goes on from a checkpoint repeats the steps after it; their earlier rows give way. */
async function dropStepsFrom(metricsFile: string, step: number): Promise<void> {
  if (!existsSync(metricsFile)) return
  const lines = (await readFile(metricsFile, 'utf8')).split('\n').filter((line) => line !== '' && (JSON.parse(line) as StepMetrics).step < step)
  await writeFile(metricsFile, lines.map((line) => `${line}\n`).join(''))
}

function describeStep(metrics: StepMetrics): string {
  const { step, totalSteps, loss, grad_norm: gradNorm, learning_rate: learningRate, secondsPerStep } = metrics
  const accuracy = metrics['rewards/accuracies']
  return [
    `step ${step} of ${totalSteps}`, `loss ${loss.toFixed(4)}`, ...(accuracy === undefined ? [] : [`accuracy ${accuracy.toFixed(2)}`]), `grad norm ${gradNorm.toFixed(2)}`,
    `learning rate ${learningRate.toExponential(1)}`, `${secondsPerStep.toFixed(2)} s a step`, `${Math.ceil(secondsPerStep * (totalSteps - step))} s left`,
  ].join(', ')
}
