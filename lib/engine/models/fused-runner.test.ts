import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readModelFolder, type ModelFolder } from '../files/model-folder.ts'
import { createRandom } from '../random.ts'
import { createBucketRunner } from './bucket-runner.ts'
import type { BertConfig } from './bert-parameters.ts'
import type { Precision } from './fused-bert.ts'
import { createFusedRunner } from './fused-runner.ts'
import type { TextRunner } from './text-runner.ts'
import { createTokenEncoder } from './token-encoder.ts'

const MINILM = '../shared/models/all-MiniLM-L6-v2'
const isMissing = !existsSync(MINILM)
if (isMissing) console.log(`Skipped: ${MINILM} is not here, so the fused graph is not tried on a model of full size.`)

const golden = (name: string): Promise<ModelFolder> => readModelFolder(new URL(`../golden/${name}`, import.meta.url).pathname)
const random = createRandom(7)
const sequencesOf = (lengths: number[], vocabulary: number): number[][] => lengths.map((length) => Array.from({ length }, () => 5 + random.below(vocabulary - 5)))

async function vectorsOf(runner: TextRunner, sequences: number[][]): Promise<Float32Array[]> {
  const vectors: Float32Array[] = []
  for (const { shape, indices } of runner.plan(sequences.map(({ length }) => length))) {
    const values = await runner.run(indices.map((index) => sequences[index] as number[]), shape)
    const width = values.length / shape.rows
    indices.forEach((index, row) => { vectors[index] = values.slice(row * width, (row + 1) * width) })
  }
  return vectors
}

function fusedRunner(model: ModelFolder, precision: Precision = 'float32'): TextRunner {
  return createFusedRunner({ ...model, config: model.config as BertConfig }, { threads: 2, precision })
}

const largestDifference = (a: Float32Array, b: Float32Array): number => Math.max(...a.map((value, index) => Math.abs(value - (b[index] as number))))
const cosine = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, index) => sum + value * (b[index] as number), 0)

test.each(['bert-tiny', 'xlm-roberta-tiny'])('the fused graph of %s gives the vectors of the plain one, for every length with one compiled graph', async (name) => {
  const model = await golden(name)
  const sequences = sequencesOf([1, 2, 3, 7, 7, 7, 16, 33, 33, 40], model.config.vocabSize)
  const [fused, plain] = [fusedRunner(model), createBucketRunner(model, { threads: 2 })]
  const [vectors, expected] = [await vectorsOf(fused, sequences), await vectorsOf(plain, sequences)]
  for (const [index, vector] of vectors.entries()) expect(largestDifference(vector, expected[index] as Float32Array), `${sequences[index]?.length} tokens`).toBeLessThan(1e-5)
  await fused.release()
  await plain.release()
})

test.each(['float32', 'int8'] as const)('in %s a vector is the same bit for bit whatever texts are encoded beside it', async (precision) => {
  const model = await golden('bert-tiny')
  const runner = fusedRunner(model, precision)
  const sequences = sequencesOf([9, 9, 9, 9, 20, 20, 3], model.config.vocabSize)
  const together = await vectorsOf(runner, sequences)
  for (const [index, sequence] of sequences.entries()) expect((await vectorsOf(runner, [sequence]))[0]).toEqual(together[index])
  await runner.release()
})

test('int8 stays close to float32 on a tiny model', async () => {
  const model = await golden('bert-tiny')
  const sequences = sequencesOf([4, 12, 30], model.config.vocabSize)
  const [coarse, exact] = [fusedRunner(model, 'int8'), fusedRunner(model)]
  const [vectors, expected] = [await vectorsOf(coarse, sequences), await vectorsOf(exact, sequences)]
  for (const [index, vector] of vectors.entries()) {
    expect(cosine(vector, expected[index] as Float32Array)).toBeGreaterThan(0.995)
    expect(largestDifference(vector, expected[index] as Float32Array)).toBeGreaterThan(0)
  }
  await coarse.release()
  await exact.release()
})

test.skipIf(isMissing)('int8 stays close to float32 and to the recorded vectors on all-MiniLM-L6-v2', async () => {
  const model = await readModelFolder(MINILM)
  const { items } = JSON.parse(readFileSync('../shared/golden/minilm.json', 'utf8')) as { items: { text: string; embedding: number[] }[] }
  const sequences = items.map(({ text }) => model.tokenizer?.encode(text, 256) as number[])
  const [coarse, exact] = [fusedRunner(model, 'int8'), fusedRunner(model)]
  const [vectors, expected] = [await vectorsOf(coarse, sequences), await vectorsOf(exact, sequences)]
  for (const [index, item] of items.entries()) {
    expect(largestDifference(expected[index] as Float32Array, Float32Array.from(item.embedding)), item.text.slice(0, 60)).toBeLessThan(1e-5)
    expect(cosine(vectors[index] as Float32Array, expected[index] as Float32Array), item.text.slice(0, 60)).toBeGreaterThan(0.98)
  }
  await coarse.release()
  await exact.release()
}, 60_000)

test('int8 is refused where it cannot be computed, and the sentence says what to use', async () => {
  const [bert, llama] = [await golden('bert-tiny'), await golden('llama-tiny')]
  expect(() => createTokenEncoder(bert, { precision: 'int8', device: 'webgpu' })).toThrow('The precision int8 is computed on the device "cpu" only, not on "webgpu": use that device, or float32.')
  expect(() => createTokenEncoder(llama, { precision: 'int8' })).toThrow('The precision int8 is for models of type "bert" and "xlm-roberta"; this one is "llama": use float32.')
})
