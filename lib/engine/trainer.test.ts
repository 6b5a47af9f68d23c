import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseSafetensors } from './files/safetensors.ts'
import { parseModelConfig } from './models/architecture.ts'
import type { Pooling } from './models/token-batch.ts'
import { createTokenEncoder, type EncoderModel } from './models/token-encoder.ts'
import type { ContrastiveGroup } from './stages/contrastive-groups.ts'
import { createContrastiveModel } from './stages/contrastive-model.ts'
import { createRankpoModel, type PreferencePair } from './stages/rankpo-model.ts'
import { TextTable } from './stages/text-table.ts'
import { train, type TrainableModel, type TrainingStep } from './trainer.ts'

interface MicroBatch { queryIds: number[][]; queryMask: number[][]; passageIds: number[][]; passageMask: number[][] }
interface Trajectory {
  model: string; pooling: Pooling; stage: string; groupSize: number; temperature: number; beta: number
  optimizer: { learningRate: number; weightDecay: number; warmupSteps: number; totalSteps: number; maxGradNorm: number }
  steps: { learningRate: number; loss: number; gradNorm: number; microBatches: MicroBatch[] }[]
  finalParameters: Record<string, { norm: number; head: number[] }>
}

const golden = (path: string): Buffer => readFileSync(new URL(`./golden/${path}`, import.meta.url))
const startingModel = ({ model, pooling }: Trajectory): EncoderModel => ({
  config: parseModelConfig(JSON.parse(golden(`${model}/config.json`).toString()), 'config.json'), pooling, parameters: parseSafetensors(golden(`${model}/model.safetensors`), 'model.safetensors'),
})
const recorded = (name: string): Trajectory => JSON.parse(golden(`train/${name}.json`).toString()) as Trajectory

/** Texts of a recorded micro-batch by number: queries, and their groups of passages. */
function readBatch(table: TextTable, batch: MicroBatch, groupSize: number): { query: number; passages: number[] }[] {
  const numbers = (ids: number[][], mask: number[][]): number[] => ids.map((row, index) => table.add(row.filter((_, position) => mask[index]?.[position] === 1)))
  const passages = numbers(batch.passageIds, batch.passageMask)
  return numbers(batch.queryIds, batch.queryMask).map((query, index) => ({ query, passages: passages.slice(index * groupSize, (index + 1) * groupSize) }))
}

async function expectTrajectory<Batch>(trajectory: Trajectory, model: TrainableModel<Batch>, batches: readonly (readonly Batch[])[]): Promise<void> {
  const steps: TrainingStep[] = []
  const { learningRate, warmupSteps, totalSteps, weightDecay, maxGradNorm } = trajectory.optimizer
  await train({
    model, batchesOf: (step) => batches[step] as readonly Batch[], schedule: { learningRate, warmupSteps, totalSteps }, weightDecay, maxGradNorm,
    onStep: (step) => { steps.push(step) },
  })
  expect(steps.length).toBe(trajectory.steps.length)
  for (const [index, expected] of trajectory.steps.entries()) {
    const step = steps[index] as TrainingStep
    expect(step.learningRate).toBeCloseTo(expected.learningRate, 10)
    expect(Math.abs(step.loss - expected.loss) / expected.loss, `loss of step ${index + 1}`).toBeLessThan(1e-3)
    expect(Math.abs(step.gradNorm - expected.gradNorm) / expected.gradNorm, `gradient norm of step ${index + 1}`).toBeLessThan(1e-3)
  }
  for (const [name, { data }] of (await model.weights.read()).parameters) {
    const expected = trajectory.finalParameters[name] as { norm: number; head: number[] }
    expect(Math.abs(Math.hypot(...data) - expected.norm) / expected.norm, name).toBeLessThan(1e-3)
    expected.head.forEach((value, index) => { expect(Math.abs((data[index] as number) - value), name).toBeLessThan(1e-3) })
  }
}

const IN_ONE_GRAPH = { path: 'in one graph', tokensPerGraph: 4096 }
const IN_PARTS = { path: 'in parts', tokensPerGraph: 0 }

test.each([
  { name: 'contrastive-bert', ...IN_ONE_GRAPH }, { name: 'contrastive-bert', ...IN_PARTS }, { name: 'contrastive-bert-accumulate2', ...IN_ONE_GRAPH },
  { name: 'contrastive-llama', ...IN_ONE_GRAPH }, { name: 'contrastive-llama', ...IN_PARTS },
])('stage one follows the trajectory that PyTorch recorded: $name $path', async ({ name, tokensPerGraph }) => {
  const trajectory = recorded(name)
  const { groupSize, temperature } = trajectory
  const table = new TextTable()
  const batches: ContrastiveGroup[][][] = trajectory.steps.map(({ microBatches }) => microBatches.map((batch) => readBatch(table, batch, groupSize).map((group, row) => ({ row, ...group }))))
  const model = createContrastiveModel(startingModel(trajectory), { batchSize: 4, groupSize, temperature, inBatchNegatives: true, freezeEmbeddings: false, tokensPerGraph, table, positivesOf: new Map() })
  await expectTrajectory(trajectory, model, batches)
  await model.release()
})

test.each([
  { lossType: 'sigmoid' as const, name: 'bert', ...IN_ONE_GRAPH }, { lossType: 'hinge' as const, name: 'bert', ...IN_ONE_GRAPH }, { lossType: 'hinge' as const, name: 'bert', ...IN_PARTS },
  { lossType: 'hinge' as const, name: 'llama', ...IN_ONE_GRAPH }, { lossType: 'hinge' as const, name: 'llama', ...IN_PARTS },
])('stage two follows the trajectory that PyTorch recorded: $name, $lossType with reference, $path', async ({ lossType, name, tokensPerGraph }) => {
  const trajectory = recorded(`rankpo-${lossType}-${name}`)
  const table = new TextTable()
  const groups = trajectory.steps.map(({ microBatches }) => microBatches.map((batch) => readBatch(table, batch, 2)))
  const reference = createTokenEncoder(startingModel(trajectory))
  const vectors = await reference.encode(table.sequences)
  const score = (a: number, b: number): number => (vectors[a] as Float32Array).reduce((total, value, index) => total + value * ((vectors[b] as Float32Array)[index] as number), 0)
  const batches: PreferencePair[][][] = groups.map((step) => step.map((batch) => batch.map(({ query, passages: [chosen = 0, rejected = 0] }, row) => (
    { row, query, chosen, rejected, refChosenScore: score(query, chosen), refRejectedScore: score(query, rejected) }
  ))))
  const { temperature, beta } = trajectory
  const model = createRankpoModel(startingModel(trajectory), { batchSize: 4, lossType, temperature, beta, gammaBetaRatio: 0, labelSmoothing: 0, hasReference: true, freezeEmbeddings: false, tokensPerGraph, table })
  await expectTrajectory(trajectory, model, batches)
  await model.release()
  await reference.release()
})
