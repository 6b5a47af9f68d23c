import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { trainContrastive, type ContrastiveRow } from './contrastive.ts'
import { trainRankpo, type PreferenceRow, type RankpoConfig } from './rankpo.ts'
import { createReplay } from './replay.ts'
import type { StepMetrics } from './stage.ts'
import { createTinyModelFolder, tinyText } from './testing/tiny-model-folder.ts'

let root: string
beforeEach(async () => { root = await createTinyModelFolder() })
afterEach(() => rm(root, { recursive: true, force: true }))

const pairs: PreferenceRow[] = Array.from({ length: 8 }, (_, index) => ({ query: tinyText(index % 4, 6), chosen: tinyText(20 + index, 10), rejected: tinyText(60 + index, 12) }))
const rows: ContrastiveRow[] = Array.from({ length: 6 }, (_, index) => ({ query: tinyText(index, 6), positives: [tinyText(30 + index, 10)], negatives: [tinyText(80 + index, 12)] }))

interface Run { metrics: StepMetrics[]; folder: string }

async function run(name: string, config: Partial<RankpoConfig>, replayRows?: readonly ContrastiveRow[], options: object = {}): Promise<Run> {
  const metrics: StepMetrics[] = []
  const folder = join(root, name)
  await trainRankpo({ modelFolder: root, outputFolder: folder, rows: pairs, replayRows, reference: { kind: 'model', folder: root }, config: { batchSize: 8, learningRate: 1e-3, ...config }, onStep: (step) => { metrics.push(step) }, ...options })
  return { metrics, folder }
}

test('the loss of a step is that on the pairs plus the weight times the loss of stage one on the replayed rows', async () => {
  const contrastive: StepMetrics[] = []
  const alone = { temperature: 0.1, batchSize: 6, negativesPerQuery: 1, maxSteps: 1 }
  await trainContrastive({ modelFolder: root, outputFolder: join(root, 'one'), rows, config: alone, onStep: (step) => { contrastive.push(step) } })
  const preferences = await run('two', { maxSteps: 1 })
  const both = await run('both', { maxSteps: 1, replayWeight: 0.5, replayBatchSize: 6, replayTemperature: 0.1 }, rows)
  expect(both.metrics[0]?.loss).toBeCloseTo((preferences.metrics[0]?.loss as number) + 0.5 * (contrastive[0]?.loss as number), 4)
  expect(both.metrics[0]?.['rewards/accuracies']).toBe(preferences.metrics[0]?.['rewards/accuracies'])
})

test('replayed rows are learned by heart beside the pairs, which alone would not teach them', async () => {
  const stageOneLoss = async (modelFolder: string): Promise<number> => (
    await trainContrastive({ modelFolder, outputFolder: join(root, 'measured'), rows, config: { learningRate: 1e-9, maxSteps: 1, temperature: 0.1 } })
  ).finalLoss
  const config = { learningRate: 2e-3, maxSteps: 25 }
  const without = await run('without', config)
  const replayed = await run('replayed', { ...config, replayWeight: 1, replayTemperature: 0.1 }, rows)
  expect(replayed.metrics.at(-1)?.['rewards/accuracies']).toBe(1)
  expect(await stageOneLoss(replayed.folder)).toBeLessThan(0.3 * await stageOneLoss(without.folder))
})

test('a run with replay that dies goes on from its checkpoint with the same weights bit for bit', async () => {
  const config = { numEpochs: 3, batchSize: 4, checkpointSteps: 1, replayWeight: 1, replayBatchSize: 4 }
  const unbroken = await run('unbroken', config, rows)
  const checkpointFolder = join(root, 'checkpoint')
  const dies = (step: StepMetrics): void => { if (step.step === unbroken.metrics.length - 1) throw new Error('killed') }
  await expect(run('resumed', config, rows, { checkpointFolder, onStep: dies })).rejects.toThrow('killed')
  const resumed = await run('resumed', config, rows, { checkpointFolder })
  expect(resumed.metrics.length).toBeLessThan(unbroken.metrics.length)
  expect((await readFile(join(resumed.folder, 'model.safetensors'))).equals(await readFile(join(unbroken.folder, 'model.safetensors')))).toBe(true)
})

test('every group is replayed once before one comes again', () => {
  const tokenised = rows.map((_, row) => ({ row, query: row, positives: [100 + row], negatives: [200 + row] }))
  const replay = createReplay(tokenised, { replayWeight: 1, replayBatchSize: 4, replayNegativesPerQuery: 1, replayTemperature: 0.1 }, 42)
  const queries = replay.planEpoch(0, 3).flat().map(({ query }) => query)
  expect(queries.slice(0, 6).sort()).toEqual([0, 1, 2, 3, 4, 5])
  expect(queries.slice(6, 12).sort()).toEqual([0, 1, 2, 3, 4, 5])
  expect(replay.planEpoch(0, 3)).toEqual(replay.planEpoch(0, 3))
  expect(replay.planEpoch(1, 3)).not.toEqual(replay.planEpoch(0, 3))
})

test('a weight without rows, a negative weight and no term at all are refused in one sentence', async () => {
  await expect(run('out', { replayWeight: 1 })).rejects.toThrow('there are no rows to replay')
  await expect(run('out', { sftWeight: -1 })).rejects.toThrow('sftWeight must be a number of at least 0, it is -1.')
  await expect(run('out', { rankpoWeight: 0 })).rejects.toThrow('both 0')
})
