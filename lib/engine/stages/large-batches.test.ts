/** Large batches and large models in small memory: the ways of computing a step all give the same gradients. */
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readModelFolder } from '../files/model-folder.ts'
import type { EncoderModel } from '../models/token-encoder.ts'
import { createRandom } from '../random.ts'
import { createContrastiveModel } from './contrastive-model.ts'
import type { StepModelOptions } from './step-model.ts'
import { TextTable } from './text-table.ts'

type Way = Pick<StepModelOptions, 'tokensPerGraph' | 'recomputeActivations' | 'freezeEmbeddings'>
const IN_ONE_GRAPH: Way = { tokensPerGraph: Infinity, freezeEmbeddings: false }
const IN_CHUNKS: Way = { tokensPerGraph: 0, freezeEmbeddings: false }

/** Groups of one query and six passages of made-up tokens. */
function makeGroups(queries: number, vocabSize: number, maxLength: number): { table: TextTable; groups: { row: number; query: number; passages: number[] }[] } {
  const random = createRandom(7)
  const table = new TextTable()
  const text = (): number => table.add(Array.from({ length: 3 + random.below(maxLength - 3) }, () => random.below(vocabSize)))
  return { groups: Array.from({ length: queries }, (_, row) => ({ row, query: text(), passages: Array.from({ length: 6 }, text) })), table }
}

/** Loss and gradients of one InfoNCE step. */
async function differentiate(model: EncoderModel, queries: number, maxLength: number, way: Way): Promise<{ loss: number; gradients: Map<string, Float32Array> }> {
  const { table, groups } = makeGroups(queries, model.config.vocabSize, maxLength)
  const parameters = new Map([...model.parameters].map(([name, { dims, data }]) => [name, { dims, data: data.slice() }]))
  const trainable = createContrastiveModel({ ...model, parameters }, { ...way, batchSize: queries, groupSize: 6, temperature: 0.05, inBatchNegatives: true, table, positivesOf: new Map() })
  const { loss } = await trainable.computeLoss(groups)
  await trainable.weights.update({ learningRate: 0, gradientScale: 1, weightDecay: 0 })
  const { optimizer } = await trainable.weights.read()
  const gradients = new Map([...optimizer.first].map(([name, moment]) => [name, moment.map((value) => value / (1 - 0.9))])) // the first moment after one step is a tenth of the gradient
  await trainable.release()
  return { loss, gradients }
}

/** ‖a − b‖ / ‖a‖ over all gradients together. */
function relativeDifference(a: ReadonlyMap<string, Float32Array>, b: ReadonlyMap<string, Float32Array>): number {
  let [difference, total] = [0, 0]
  for (const [name, values] of a) {
    values.forEach((value, index) => {
      difference += (value - (b.get(name)?.[index] as number)) ** 2
      total += value ** 2
    })
  }
  return Math.sqrt(difference / total)
}

const golden = (name: string): Promise<EncoderModel> => readModelFolder(new URL(`../golden/${name}`, import.meta.url).pathname)

test('128 queries with 6 passages each: loss and gradients in chunks are those of the whole batch', async () => {
  const model = await golden('bert-tiny')
  const whole = await differentiate(model, 128, 24, IN_ONE_GRAPH)
  for (const way of [IN_CHUNKS, { ...IN_CHUNKS, recomputeActivations: true }]) {
    const chunked = await differentiate(model, 128, 24, way)
    expect(chunked.loss).toBeCloseTo(whole.loss, 5)
    expect(relativeDifference(whole.gradients, chunked.gradients)).toBeLessThan(1e-4)
  }
})

test.each(['bert-tiny', 'llama-tiny', 'qwen3-tiny'])('layer by layer, with inputs kept or computed again, %s has the gradients of the whole graph', async (name) => {
  const model = await golden(name)
  const whole = await differentiate(model, 8, 30, IN_ONE_GRAPH)
  const frozen = await differentiate(model, 8, 30, { ...IN_ONE_GRAPH, freezeEmbeddings: true })
  for (const tokensPerGraph of [0, 600, 4096]) {
    const recomputed = await differentiate(model, 8, 30, { tokensPerGraph, recomputeActivations: true, freezeEmbeddings: false })
    expect(recomputed.gradients.size).toBe(whole.gradients.size)
    expect(relativeDifference(whole.gradients, recomputed.gradients)).toBeLessThan(1e-5)
  }
  const recomputed = await differentiate(model, 8, 30, { tokensPerGraph: 4096, recomputeActivations: true, freezeEmbeddings: true })
  expect(recomputed.gradients.size).toBe(whole.gradients.size - 1)
  expect(relativeDifference(frozen.gradients, recomputed.gradients)).toBeLessThan(1e-5)
})

const miniLm = new URL('../../../../shared/models/all-MiniLM-L6-v2', import.meta.url).pathname
test.skipIf(!existsSync(miniLm))('all-MiniLM-L6-v2 with 12 queries and 6 short passages each: the same in chunks (skipped without ../shared)', async () => {
  const model = await readModelFolder(miniLm)
  const whole = await differentiate(model, 12, 8, IN_ONE_GRAPH)
  const chunked = await differentiate(model, 12, 8, { ...IN_CHUNKS, recomputeActivations: true })
  expect(chunked.loss).toBeCloseTo(whole.loss, 5)
  expect(relativeDifference(whole.gradients, chunked.gradients)).toBeLessThan(1e-4)
}, 60_000)
