/** Trains as PyTorch did when a trajectory of golden/train was recorded, on any device, and measures how far the two came apart. */
import { readFileSync } from 'node:fs'
import type { ExecutorOptions } from '../executors/onnxruntime.ts'
import { parseSafetensors } from '../files/safetensors.ts'
import { parseModelConfig } from '../models/architecture.ts'
import type { Pooling } from '../models/token-batch.ts'
import { createTokenEncoder, type EncoderModel } from '../models/token-encoder.ts'
import { createContrastiveModel } from '../stages/contrastive-model.ts'
import { createRankpoModel } from '../stages/rankpo-model.ts'
import type { StepModelOptions } from '../stages/step-model.ts'
import { TextTable } from '../stages/text-table.ts'
import { train, type TrainableModel, type TrainingStep } from '../trainer.ts'

interface MicroBatch { queryIds: number[][]; queryMask: number[][]; passageIds: number[][]; passageMask: number[][] }
interface Trajectory {
  model: string; pooling: Pooling; stage: string; groupSize: number; temperature: number; beta: number
  optimizer: { learningRate: number; weightDecay: number; warmupSteps: number; totalSteps: number; maxGradNorm: number }
  steps: { learningRate: number; loss: number; gradNorm: number; microBatches: MicroBatch[] }[]
  finalParameters: Record<string, { norm: number; head: number[] }>
}

/** The largest differences from what was recorded: relative ones, and absolute ones for learning rates and single parameters. Parameters are compared after the last recorded step. */
export interface Deviation { steps: number; isComplete: boolean; learningRate: number; loss: number; gradNorm: number; parameterNorm: number; parameter: number }

export interface FollowOptions extends ExecutorOptions, Pick<StepModelOptions, 'tokensPerGraph'> { maxSteps?: number; onStep?: (step: TrainingStep) => void }

const golden = (path: string): Buffer => readFileSync(new URL(`../golden/${path}`, import.meta.url))

function startingModel({ model, pooling }: Trajectory): EncoderModel {
  return { config: parseModelConfig(JSON.parse(golden(`${model}/config.json`).toString()), 'config.json'), pooling, parameters: parseSafetensors(golden(`${model}/model.safetensors`), 'model.safetensors') }
}

export async function followTrajectory(name: string, { maxSteps, onStep, ...options }: FollowOptions): Promise<Deviation> {
  const trajectory = JSON.parse(golden(`train/${name}.json`).toString()) as Trajectory
  const table = new TextTable()
  const batches = trajectory.steps.slice(0, maxSteps).map(({ microBatches }) => microBatches.map((batch) => readGroups(table, batch, trajectory.groupSize)))
  const { trainable, batchesOf } = trajectory.stage === 'contrastive' ? contrastive(trajectory, table, batches, options) : await rankpo(trajectory, table, batches, options)
  const { learningRate, warmupSteps, totalSteps, weightDecay, maxGradNorm } = trajectory.optimizer
  const deviation: Deviation = { steps: 0, isComplete: false, learningRate: 0, loss: 0, gradNorm: 0, parameterNorm: 0, parameter: 0 }
  const stopping = new AbortController()
  const training = train({
    model: trainable, batchesOf, schedule: { learningRate, warmupSteps, totalSteps }, weightDecay, maxGradNorm, signal: stopping.signal,
    onStep(step) {
      const expected = trajectory.steps[deviation.steps++] as Trajectory['steps'][number]
      deviation.learningRate = Math.max(deviation.learningRate, Math.abs(step.learningRate - expected.learningRate))
      deviation.loss = Math.max(deviation.loss, Math.abs(step.loss - expected.loss) / expected.loss)
      deviation.gradNorm = Math.max(deviation.gradNorm, Math.abs(step.gradNorm - expected.gradNorm) / expected.gradNorm)
      onStep?.(step)
      if (step.step === maxSteps) stopping.abort()
    },
  })
  await training.catch((error: unknown) => { if (!stopping.signal.aborted) throw error })
  deviation.isComplete = deviation.steps === trajectory.steps.length
  if (deviation.isComplete) {
    for (const [key, { data }] of (await trainable.weights.read()).parameters) {
      const { norm, head } = trajectory.finalParameters[key] as { norm: number; head: number[] }
      deviation.parameterNorm = Math.max(deviation.parameterNorm, Math.abs(Math.hypot(...data) - norm) / norm)
      head.forEach((value, index) => { deviation.parameter = Math.max(deviation.parameter, Math.abs((data[index] as number) - value)) })
    }
  }
  await trainable.release()
  return deviation
}

interface Group { row: number; query: number; passages: number[] }
interface Prepared { trainable: TrainableModel<never> & { release(): Promise<void> }; batchesOf: (step: number) => readonly never[] }

/** Texts of a recorded micro-batch by number: queries, and their groups of passages. */
function readGroups(table: TextTable, batch: MicroBatch, groupSize: number): Group[] {
  const numbers = (ids: number[][], mask: number[][]): number[] => ids.map((row, index) => table.add(row.filter((_, position) => mask[index]?.[position] === 1)))
  const passages = numbers(batch.passageIds, batch.passageMask)
  return numbers(batch.queryIds, batch.queryMask).map((query, row) => ({ row, query, passages: passages.slice(row * groupSize, (row + 1) * groupSize) }))
}

function contrastive(trajectory: Trajectory, table: TextTable, batches: readonly Group[][][], options: FollowOptions): Prepared {
  const { groupSize, temperature } = trajectory
  const trainable = createContrastiveModel(startingModel(trajectory), { ...options, batchSize: 4, groupSize, temperature, inBatchNegatives: true, freezeEmbeddings: false, table, positivesOf: new Map() })
  return { trainable: trainable as Prepared['trainable'], batchesOf: (step) => batches[step] as unknown as readonly never[] }
}

async function rankpo(trajectory: Trajectory, table: TextTable, batches: readonly Group[][][], options: FollowOptions): Promise<Prepared> {
  const reference = createTokenEncoder(startingModel(trajectory))
  const vectors = await reference.encode(table.sequences)
  await reference.release()
  const score = (a: number, b: number): number => (vectors[a] as Float32Array).reduce((total, value, index) => total + value * ((vectors[b] as Float32Array)[index] as number), 0)
  const pairs = batches.map((step) => step.map((groups) => groups.map(({ row, query, passages: [chosen = 0, rejected = 0] }) => (
    { row, query, chosen, rejected, refChosenScore: score(query, chosen), refRejectedScore: score(query, rejected) }
  ))))
  const { temperature, beta, stage } = trajectory
  const lossType = stage === 'rankpo-hinge' ? 'hinge' as const : 'sigmoid' as const
  const trainable = createRankpoModel(startingModel(trajectory), { ...options, batchSize: 4, lossType, temperature, beta, gammaBetaRatio: 0, labelSmoothing: 0, hasReference: true, freezeEmbeddings: false, table })
  return { trainable: trainable as Prepared['trainable'], batchesOf: (step) => pairs[step] as unknown as readonly never[] }
}
