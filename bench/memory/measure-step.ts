/** One configuration of the training step in a process of its own: three steps on made-up tokens, then time, peak memory and what was estimated before, as one line of JSON. */
import { readFileSync } from 'node:fs'
import { serializeSafetensors } from '#lib/engine/files/safetensors.ts'
import { parameterShapes } from '#lib/engine/models/architecture.ts'
import { createRandom } from '#lib/engine/random.ts'
import { createContrastiveModel } from '#lib/engine/stages/contrastive-model.ts'
import { estimateMemory } from '#lib/engine/stages/memory-estimate.ts'
import { TextTable } from '#lib/engine/stages/text-table.ts'
import type { Configuration, Measurement } from './configurations.ts'

const STEPS = 3
const configuration = JSON.parse(process.argv[2] ?? '{}') as Configuration
const { model: config, queries, groupSize, length, microBatches = 1, freezeEmbeddings = false, recomputeActivations = false, tokensPerGraph } = configuration

const random = createRandom(1)
const parameters = new Map([...parameterShapes(config)].map(([name, dims]) => {
  const data = new Float32Array(dims.reduce((size, dim) => size * dim, 1))
  for (let index = 0; index < data.length; index++) data[index] = /LayerNorm.weight$/.test(name) ? 1 : (random.next() - 0.5) * 0.07
  return [name, { dims, data }] as const
}))
const table = new TextTable()
const text = (): number => table.add(Array.from({ length }, () => random.below(config.vocabSize)))
const makeBatch = () => Array.from({ length: queries }, (_, row) => ({ row, query: text(), passages: Array.from({ length: groupSize }, text) }))
const batches = Array.from({ length: microBatches }, makeBatch)

const estimate = estimateMemory({
  config, freezeEmbeddings, recomputeActivations, tokensPerGraph, accumulates: microBatches > 1, writesCheckpoints: false, keepsBest: false,
  batches: batches.map((groups) => ({ queries: groups.map(({ query }) => table.get(query)), passages: groups.flatMap(({ passages }) => passages.map((passage) => table.get(passage))) })),
})
const total = process.memoryUsage().rss + estimate.additional

const model = createContrastiveModel({ config, parameters, pooling: 'mean' }, { batchSize: queries, groupSize, temperature: 0.05, inBatchNegatives: true, freezeEmbeddings, recomputeActivations, tokensPerGraph, threads: 2, table, positivesOf: new Map() })
const seconds: number[] = []
for (let step = 0; step < STEPS; step++) {
  const started = performance.now()
  model.weights.zeroGradients()
  for (const batch of batches) await model.computeLoss(batch)
  await model.weights.update({ learningRate: 1e-5, gradientScale: 1 / microBatches, weightDecay: 0.01 })
  seconds.push((performance.now() - started) / 1000)
}
serializeSafetensors(parameters, 'float32') // what writing the folder holds
const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024
const measurement: Measurement = { firstStep: seconds[0] as number, step: Math.min(...seconds.slice(1)), peakBytes: peak, estimatedBytes: total, parts: estimate }
process.stdout.write(`${JSON.stringify(measurement)}\n`)
