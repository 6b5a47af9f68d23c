/** What both stages share: steps and epochs, held-out rows, checkpoints, metrics, and the folder at the end. It does not know what is trained on. */
import { createHash } from 'node:crypto'
import { BestWeights, type BestWeightsState } from '../best-weights.ts'
import { decodeCheckpoint, encodeCheckpoint, ENGINE_VERSION, hashParameters } from '../checkpoint.ts'
import { EngineError } from '../errors.ts'
import { readCheckpointFile, removeCheckpointFile, writeCheckpointFile } from '../files/checkpoint-file.ts'
import { writeModelFolder, type ModelFolder } from '../files/model-folder.ts'
import { warmupStepsOf } from '../schedule.ts'
import { train, type TrainableModel } from '../trainer.ts'
import type { WeightStore } from '../weights/weight-store.ts'
import { evaluateHeldOut } from './evaluate-held-out.ts'
import type { StageConfig, StageOptions, StageResult } from './stage.ts'

export interface StageRun<Batch> {
  model: TrainableModel<Batch>
  folder: ModelFolder
  /** Everything besides the starting weights that determines the steps. */
  identity: unknown
  /** The batches of an epoch, always the same number of them. */
  planEpoch(epoch: number): Batch[]
  /** Batches of rows that are measured and never trained on; empty without held-out rows. */
  heldOut: readonly Batch[]
  droppedRows: number
}

/** Evaluations of a run that names no evalSteps. */
const EVALUATIONS = 10

export async function runStage<Batch extends readonly unknown[]>(run: StageRun<Batch>, config: StageConfig, options: StageOptions): Promise<StageResult> {
  const { model } = run
  const { weights } = model
  if (run.heldOut.length === 0 && (config.evalSteps !== undefined || config.earlyStoppingPatience !== undefined)) throw new EngineError('evalSteps and earlyStoppingPatience need held-out rows; give them, or leave both settings out.')
  const runHash = options.checkpointFolder === undefined ? '' : createHash('sha256').update(JSON.stringify([ENGINE_VERSION, hashParameters(run.folder.parameters), run.identity])).digest('hex')
  const start = options.checkpointFolder === undefined ? null : await resume(options.checkpointFolder, runHash, weights)
  const plan = epochPlan(run, config.gradientAccumulationSteps)
  const totalSteps = config.maxSteps ?? Math.ceil(config.numEpochs * plan.stepsPerEpoch)
  const evalSteps = config.evalSteps ?? Math.max(1, Math.floor(totalSteps / EVALUATIONS))
  const best = new BestWeights(config.earlyStoppingPatience, start?.best ?? null)
  let [loss, seconds] = [start?.loss ?? Number.NaN, start?.seconds ?? 0]

  const save = async (): Promise<void> => {
    if (options.checkpointFolder === undefined) return
    await writeCheckpointFile(options.checkpointFolder, encodeCheckpoint({ runHash, ...await weights.read(), loss, seconds, best: best.state }))
  }
  const evaluate = async (): Promise<void> => {
    const measured = await evaluateHeldOut(model, run.heldOut, options.signal)
    const isBest = best.observe(weights.step, measured.eval_loss, (await weights.read()).parameters)
    await options.onEvaluation?.({ step: weights.step, totalSteps, epoch: weights.step / plan.stepsPerEpoch, ...measured, isBest })
  }

  if (run.heldOut.length > 0 && start === null) await evaluate() // the weights that it begins with may be the best
  await train({
    model,
    batchesOf: plan.batchesOf,
    schedule: { learningRate: config.learningRate, warmupSteps: warmupStepsOf(config.warmupRatio, totalSteps), totalSteps },
    weightDecay: config.weightDecay,
    maxGradNorm: config.maxGradNorm,
    signal: options.signal,
    isDone: () => best.isExhausted,
    async onStep({ step, gradNorm: grad_norm, learningRate: learning_rate, ...taken }) {
      loss = taken.loss
      seconds += taken.seconds
      await options.onStep?.({ step, totalSteps, epoch: step / plan.stepsPerEpoch, loss, grad_norm, learning_rate, secondsPerStep: taken.seconds, ...taken.metrics })
      if (run.heldOut.length > 0 && (step % evalSteps === 0 || step === totalSteps)) await evaluate()
      if (step % config.checkpointSteps === 0 && step < totalSteps && !best.isExhausted) await save()
    },
  })
  const { parameters } = config.loadBestModelAtEnd === false || best.state === null ? await weights.read() : best.state
  await writeModelFolder(options.outputFolder, { ...run.folder, parameters: new Map([...run.folder.parameters, ...parameters]) })
  if (options.checkpointFolder !== undefined) await removeCheckpointFile(options.checkpointFolder)
  return {
    steps: weights.step, finalLoss: loss, seconds, outputFolder: options.outputFolder, droppedRows: run.droppedRows,
    stoppedEarly: weights.step < totalSteps, best: best.state === null ? null : { step: best.state.step, eval_loss: best.state.loss },
  }
}

interface Resumed { loss: number; seconds: number; best: BestWeightsState | null }

/** Puts the state of the folder's checkpoint into the weights; null when there is none of this run. */
async function resume(folder: string, runHash: string, weights: WeightStore): Promise<Resumed | null> {
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
