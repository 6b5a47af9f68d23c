/** What both stages share: steps and epochs, checkpoints, metrics, and the folder at the end. It does not know what is trained on. */
import { createHash } from 'node:crypto'
import { decodeCheckpoint, encodeCheckpoint, ENGINE_VERSION, hashParameters } from '../checkpoint.ts'
import { EngineError } from '../errors.ts'
import { readCheckpointFile, removeCheckpointFile, writeCheckpointFile } from '../files/checkpoint-file.ts'
import { writeModelFolder, type ModelFolder } from '../files/model-folder.ts'
import { warmupStepsOf } from '../schedule.ts'
import { train, type TrainableModel } from '../trainer.ts'
import type { WeightStore } from '../weights/weight-store.ts'
import type { StageConfig, StageOptions, StageResult } from './stage.ts'

export interface StageRun<Batch> {
  model: TrainableModel<Batch>
  folder: ModelFolder
  /** Everything besides the starting weights that determines the steps. */
  identity: unknown
  /** The batches of an epoch, always the same number of them. */
  planEpoch(epoch: number): Batch[]
  droppedRows: number
}

export async function runStage<Batch>(run: StageRun<Batch>, config: StageConfig, options: StageOptions): Promise<StageResult> {
  const { model } = run
  const runHash = options.checkpointFolder === undefined ? '' : createHash('sha256').update(JSON.stringify([ENGINE_VERSION, hashParameters(run.folder.parameters), run.identity])).digest('hex')
  const start = options.checkpointFolder === undefined ? null : await resume(options.checkpointFolder, runHash, model.weights)
  const plan = epochPlan(run, config.gradientAccumulationSteps)
  const totalSteps = config.maxSteps ?? Math.ceil(config.numEpochs * plan.stepsPerEpoch)
  let [loss, seconds] = [start?.loss ?? Number.NaN, start?.seconds ?? 0]

  const save = async (): Promise<void> => {
    if (options.checkpointFolder === undefined) return
    await writeCheckpointFile(options.checkpointFolder, encodeCheckpoint({ runHash, ...await model.weights.read(), loss, seconds }))
  }

  await train({
    model,
    batchesOf: plan.batchesOf,
    schedule: { learningRate: config.learningRate, warmupSteps: warmupStepsOf(config.warmupRatio, totalSteps), totalSteps },
    weightDecay: config.weightDecay,
    maxGradNorm: config.maxGradNorm,
    signal: options.signal,
    async onStep(step) {
      loss = step.loss
      seconds += step.seconds
      if (step.step % config.checkpointSteps === 0 && step.step < totalSteps) await save()
      const { gradNorm: grad_norm, learningRate: learning_rate } = step
      await options.onStep?.({ step: step.step, totalSteps, epoch: step.step / plan.stepsPerEpoch, loss, grad_norm, learning_rate, secondsPerStep: step.seconds, ...step.metrics })
    },
  })
  const { parameters } = await model.weights.read()
  await writeModelFolder(options.outputFolder, { ...run.folder, parameters: new Map([...run.folder.parameters, ...parameters]) })
  if (options.checkpointFolder !== undefined) await removeCheckpointFile(options.checkpointFolder)
  return { steps: model.weights.step, finalLoss: loss, seconds, outputFolder: options.outputFolder, droppedRows: run.droppedRows }
}

/** Puts the state of the folder's checkpoint into the weights; null when there is none of this run. */
async function resume(folder: string, runHash: string, weights: WeightStore): Promise<{ loss: number; seconds: number } | null> {
  const file = await readCheckpointFile(folder)
  const checkpoint = file === null ? null : decodeCheckpoint(file.bytes, runHash, file.path)
  if (file === null || checkpoint === null) return null
  for (const [name, { data }] of (await weights.read()).parameters) {
    if (checkpoint.parameters.get(name)?.data.length !== data.length) throw new EngineError(`${file.path} lacks the tensor ${name}. Delete it to start the run anew.`)
  }
  await weights.load(checkpoint)
  return checkpoint
}

function epochPlan<Batch>(run: StageRun<Batch>, accumulation: number): { stepsPerEpoch: number; batchesOf: (step: number) => Batch[] } {
  let planned = { epoch: 0, batches: run.planEpoch(0) }
  const stepsPerEpoch = Math.ceil(planned.batches.length / accumulation)
  return {
    stepsPerEpoch,
    batchesOf(step) {
      const epoch = Math.floor(step / stepsPerEpoch)
      if (planned.epoch !== epoch) planned = { epoch, batches: run.planEpoch(epoch) }
      const start = (step % stepsPerEpoch) * accumulation
      return planned.batches.slice(start, start + accumulation)
    },
  }
}
