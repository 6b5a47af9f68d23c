import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parseModelConfig } from '../models/architecture.ts'
import { trainContrastive } from './contrastive.ts'
import { estimateMemory, type MemoryDemand } from './memory-estimate.ts'
import { trainRankpo } from './rankpo.ts'
import { requireMemory } from './require-memory.ts'
import { completeConfig, type StageConfig } from './stage.ts'
import { createTinyModelFolder, tinyText } from './testing/tiny-model-folder.ts'

const miniLm = parseModelConfig({ model_type: 'bert', vocab_size: 30522, hidden_size: 384, num_hidden_layers: 6, num_attention_heads: 12, intermediate_size: 1536, max_position_embeddings: 512, type_vocab_size: 2 }, 'config.json')
const texts = (count: number, length: number): number[][] => Array.from({ length: count }, (_, index) => [index, ...new Array<number>(length - 1).fill(1)])
const batch = { queries: texts(16, 128), passages: texts(32, 128).slice(16) }
const demand: MemoryDemand = { config: miniLm, freezeEmbeddings: false, recomputeActivations: false, batches: [batch], accumulates: false, writesCheckpoints: false, keepsBest: false }
const config: StageConfig = completeConfig({ learningRate: 1e-5, numEpochs: 1, batchSize: 16, gradientAccumulationSteps: 1, warmupRatio: 0, weightDecay: 0, maxGradNorm: 1, temperature: 0.1, seed: 1, maxQueryLength: 128, maxPassageLength: 128, checkpointSteps: 50, freezeEmbeddings: false })
const folders = { modelFolder: '', outputFolder: '' }

test('each setting that is advised lowers the estimate, and what is added raises it', () => {
  const base = estimateMemory(demand).additional
  expect(base).toBeGreaterThan(0.9e9) // measured: about 1.2 GB for this step, docs/decisions/009
  expect(base).toBeLessThan(1.5e9)
  for (const change of [{ freezeEmbeddings: true }, { recomputeActivations: true }, { tokensPerGraph: 0 }, { batches: [{ queries: batch.queries.slice(8), passages: batch.passages.slice(8) }] }]) expect(estimateMemory({ ...demand, ...change }).additional).toBeLessThan(base)
  for (const change of [{ accumulates: true }, { writesCheckpoints: true }, { keepsBest: true }, { batches: [batch, { ...batch, queries: texts(16, 64) }] }]) expect(estimateMemory({ ...demand, ...change }).additional).toBeGreaterThan(base)
})

test('a run that does not fit is refused in one line that names the flags which would make it fit', async () => {
  const check = (available: number, given: StageConfig = config, maxMemoryBytes?: number): Promise<void> => requireMemory(miniLm, [batch], given, false, { ...folders, maxMemoryBytes, readAvailableMemory: async () => available })
  await check(2e9)
  await expect(check(1e9)).rejects.toThrow(/^Training needs about [\d.]+ GB of memory and has [\d.]+ GB\. It would fit with --recompute-activations true \([\d.]+ GB\) or --tokens-per-graph 0 \([\d.]+ GB\) or --batch-size 8 \([\d.]+ GB\)\.$/)
  await expect(check(2e9, config, process.memoryUsage().rss + 1e9)).rejects.toThrow('--recompute-activations true')
  await expect(check(0.4e9)).rejects.toThrow(/It would fit with --recompute-activations true --freeze-embeddings true/)
  await expect(check(1e6)).rejects.toThrow('No setting makes it fit')
  await expect(check(1e9, { ...config, batchSize: 1, recomputeActivations: true })).resolves.toBeUndefined()
})

test('on a device other than the processor the memory of the machine is not asked for', async () => {
  await requireMemory(miniLm, [batch], config, false, { ...folders, device: 'webgpu', readAvailableMemory: async () => 0 })
})

let root: string
beforeEach(async () => { root = await createTinyModelFolder() })
afterEach(() => rm(root, { recursive: true, force: true }))

test('both stages refuse before the first step, and nothing is written', async () => {
  const options = { modelFolder: root, outputFolder: join(root, 'out'), checkpointFolder: join(root, 'checkpoint'), readAvailableMemory: async () => 1000 }
  const refusal = /^Training needs about .* of memory and has /
  await expect(trainContrastive({ ...options, rows: [{ query: tinyText(1, 5), positives: [tinyText(2, 5)], negatives: [tinyText(3, 5)] }] })).rejects.toThrow(refusal)
  await expect(trainRankpo({ ...options, rows: [{ query: tinyText(1, 5), chosen: tinyText(2, 5), rejected: tinyText(3, 5) }], reference: { kind: 'model', folder: root } })).rejects.toThrow(refusal)
  expect(existsSync(options.outputFolder)).toBe(false)
  expect(existsSync(options.checkpointFolder)).toBe(false)
})
