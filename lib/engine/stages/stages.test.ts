import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readModelFolder } from '../files/model-folder.ts'
import { wordEmbeddingsName } from '../models/architecture.ts'
import { createRandom } from '../random.ts'
import { trainContrastive, type ContrastiveRow } from './contrastive.ts'
import { planBatches } from './plan-batches.ts'
import { trainRankpo, type PreferenceRow } from './rankpo.ts'
import type { StageOptions, StepMetrics } from './stage.ts'
import { createTinyModelFolder, tinyText } from './testing/tiny-model-folder.ts'

let root: string
beforeEach(async () => { root = await createTinyModelFolder() })
afterEach(() => rm(root, { recursive: true, force: true }))

const pairs: PreferenceRow[] = Array.from({ length: 12 }, (_, index) => ({ query: tinyText(index % 4, 6), chosen: tinyText(20 + index, 10 + index), rejected: tinyText(60 + index, 12) }))
const rows: ContrastiveRow[] = Array.from({ length: 10 }, (_, index) => ({ query: tinyText(index, 6), positives: [tinyText(20 + index, 10)], negatives: [tinyText(60 + index, 12), tinyText(90 + index, 30)] }))
const recording = (): { metrics: StepMetrics[]; onStep: (step: StepMetrics) => void } => {
  const metrics: StepMetrics[] = []
  return { metrics, onStep: (step) => { metrics.push(step) } }
}
const folders = (output: string): Pick<StageOptions, 'modelFolder' | 'outputFolder'> => ({ modelFolder: root, outputFolder: join(root, output) })
const reference = () => ({ kind: 'model' as const, folder: root })

test('a tiny set of rows is learned by heart: the loss of stage one falls close to zero', async () => {
  const { metrics, onStep } = recording()
  const result = await trainContrastive({ ...folders('out'), rows, onStep, config: { learningRate: 3e-3, maxSteps: 25, batchSize: 4, temperature: 0.1 } })
  expect(metrics[0]?.loss).toBeGreaterThan(1)
  expect(result.finalLoss).toBeLessThan(0.2)
  expect(result).toMatchObject({ steps: 25, droppedRows: 0 })
  expect((await readModelFolder(join(root, 'out'))).tokenizer).not.toBeNull()
})

test('a tiny set of pairs is learned by heart: stage two puts every chosen text before the rejected one', async () => {
  const { metrics, onStep } = recording()
  await trainRankpo({ ...folders('out'), rows: pairs, reference: reference(), onStep, config: { learningRate: 2e-3, maxSteps: 20, batchSize: 12 } })
  expect(metrics[0]).toMatchObject({ step: 1, totalSteps: 20, learning_rate: 0 })
  expect(metrics[0]?.['rewards/margins']).toBeCloseTo(0, 5) // the model is its own reference still
  expect(metrics[0]?.loss).toBeCloseTo(1, 5) // hinge of an advantage of 0
  expect(metrics.at(-1)?.['rewards/accuracies']).toBe(1)
})

test.each([
  ['stage one', (options: StageOptions) => trainContrastive({ ...options, rows, config: { learningRate: 1e-3, numEpochs: 3, batchSize: 4, checkpointSteps: 3 } })],
  ['stage two', (options: StageOptions) => trainRankpo({ ...options, rows: pairs, reference: reference(), config: { learningRate: 1e-3, numEpochs: 2, batchSize: 4, gradientAccumulationSteps: 2, checkpointSteps: 1 } })],
])('a run of %s that dies goes on from its checkpoint and gives the same steps and weights bit for bit', async (_, run) => {
  const unbroken = recording()
  await run({ ...folders('unbroken'), onStep: unbroken.onStep })
  const checkpointFolder = join(root, 'checkpoint')
  const first = recording()
  const dying = run({ ...folders('resumed'), checkpointFolder, onStep: (step) => { first.onStep(step); if (step.step === unbroken.metrics.length - 1) throw new Error('killed') } })
  await expect(dying).rejects.toThrow('killed')
  const second = recording()
  await run({ ...folders('resumed'), checkpointFolder, onStep: second.onStep })
  const numbers = (metrics: StepMetrics[]) => metrics.map(({ secondsPerStep, ...rest }) => { expect(secondsPerStep).toBeGreaterThan(0); return rest })
  const resumedAt = second.metrics[0]?.step as number
  expect(resumedAt).toBeGreaterThan(1)
  expect(numbers(second.metrics)).toEqual(numbers(unbroken.metrics.slice(resumedAt - 1)))
  const [resumedWeights, unbrokenWeights] = [await readFile(join(root, 'resumed', 'model.safetensors')), await readFile(join(root, 'unbroken', 'model.safetensors'))]
  expect(resumedWeights.equals(unbrokenWeights)).toBe(true)
  await expect(readFile(join(checkpointFolder, 'checkpoint.bin'))).rejects.toThrow('ENOENT')
})

test('a checkpoint of other data is not gone on from', async () => {
  const options = { ...folders('out'), checkpointFolder: join(root, 'checkpoint') }
  const config = { maxSteps: 4, batchSize: 4, checkpointSteps: 1 }
  const dies = (step: StepMetrics): void => { if (step.step === 3) throw new Error('killed') }
  await expect(trainRankpo({ ...options, rows: pairs, reference: { kind: 'none' }, config, onStep: dies })).rejects.toThrow('killed')
  const { metrics, onStep } = recording()
  await trainRankpo({ ...options, rows: pairs.slice(1), reference: { kind: 'none' }, config, onStep })
  expect(metrics[0]?.step).toBe(1)
})

test('two micro-batches of four are one batch of eight', async () => {
  const eight = recording()
  const twiceFour = recording()
  const train = (output: string, config: object, onStep: (step: StepMetrics) => void) => trainRankpo({ ...folders(output), rows: pairs.slice(0, 8), reference: { kind: 'none' }, onStep, config: { maxSteps: 3, learningRate: 1e-3, ...config } })
  await train('eight', { batchSize: 8 }, eight.onStep)
  await train('twice-four', { batchSize: 4, gradientAccumulationSteps: 2 }, twiceFour.onStep)
  for (const [index, step] of eight.metrics.entries()) {
    expect(twiceFour.metrics[index]?.loss).toBeCloseTo(step.loss, 4)
    expect(twiceFour.metrics[index]?.grad_norm).toBeCloseTo(step.grad_norm, 3)
  }
})

test('a batch that is not full gives the mean over its pairs', async () => {
  const [exact, roomy] = [recording(), recording()]
  for (const [batchSize, { onStep }] of [[3, exact], [8, roomy]] as const) await trainRankpo({ ...folders(`${batchSize}`), rows: pairs.slice(0, 3), reference: { kind: 'none' }, onStep, config: { maxSteps: 1, batchSize } })
  expect(roomy.metrics[0]?.loss).toBeCloseTo(exact.metrics[0]?.loss as number, 5)
  expect(roomy.metrics[0]?.['rewards/margins']).toBeCloseTo(exact.metrics[0]?.['rewards/margins'] as number, 5)
})

test('pairs that are equal within the maximum length are dropped and counted', async () => {
  const same = tinyText(3, 40)
  const equal = { query: tinyText(1, 5), chosen: `${same} w1`, rejected: `${same} w2` }
  const config = { maxSteps: 1, maxPassageLength: 32 }
  expect(await trainRankpo({ ...folders('out'), rows: [...pairs, equal], reference: { kind: 'none' }, config })).toMatchObject({ droppedRows: 1 })
  await expect(trainRankpo({ ...folders('out'), rows: [equal], reference: { kind: 'none' }, config })).rejects.toThrow('equal within the maximum length')
})

test('another positive of the same query is never its negative', async () => {
  const query = tinyText(1, 5)
  const several: ContrastiveRow[] = [{ query, positives: [tinyText(10, 5), tinyText(11, 5)], negatives: [] }, { query, positives: [tinyText(12, 5)], negatives: [tinyText(10, 5)] }]
  const result = await trainContrastive({ ...folders('out'), rows: several, config: { maxSteps: 1, batchSize: 4 } })
  expect(result.finalLoss).toBe(0) // three groups, and no negative is left for any of them
  await expect(trainContrastive({ ...folders('out'), rows: several, config: { maxSteps: 1, inBatchNegatives: false } })).rejects.toThrow('None of the rows')
})

test('frozen word embeddings keep their values while the rest is trained', async () => {
  await trainContrastive({ ...folders('out'), rows, config: { maxSteps: 2, learningRate: 1e-3, freezeEmbeddings: true } })
  const [before, after] = [await readModelFolder(root), await readModelFolder(join(root, 'out'))]
  const table = wordEmbeddingsName(before.config)
  expect(after.parameters.get(table)).toEqual(before.parameters.get(table))
  expect(after.parameters.get('encoder.layer.1.output.dense.weight')).not.toEqual(before.parameters.get('encoder.layer.1.output.dense.weight'))
})

test('a loss that stops being finite stops the run and names step, learning rate and rows', async () => {
  const run = trainRankpo({ ...folders('out'), rows: pairs, reference: { kind: 'none' }, config: { learningRate: 1e38, warmupRatio: 0, maxSteps: 5, maxGradNorm: 1e30, batchSize: 12 } })
  await expect(run).rejects.toThrow(/^The loss stopped being a finite number at step 2 \(learning rate \S+, rows 1?\d.*\)/)
})

test('training stops when it is aborted, and an impossible configuration is refused in one sentence', async () => {
  const controller = new AbortController()
  const onStep = (): void => controller.abort(new Error('cancelled'))
  await expect(trainRankpo({ ...folders('out'), rows: pairs, reference: { kind: 'none' }, signal: controller.signal, onStep })).rejects.toThrow('cancelled')
  await expect(trainRankpo({ ...folders('out'), rows: pairs, reference: { kind: 'none' }, config: { batchSize: 0 } })).rejects.toThrow('batchSize must be a whole number of at least 1, it is 0.')
})

test('an epoch holds every item once, keeps groups together and is the same for the same seed', () => {
  const groups = Array.from({ length: 30 }, (_, group) => Array.from({ length: 1 + (group % 3) }, (_, item) => `${group}.${item}`))
  const plan = (seed: number): string[][] => planBatches(groups, 4, createRandom(seed), ([item = '']) => Number(item))
  expect(plan(1)).toEqual(plan(1))
  expect(plan(1)).not.toEqual(plan(2))
  expect(plan(1).flat().sort()).toEqual(groups.flat().sort())
})
