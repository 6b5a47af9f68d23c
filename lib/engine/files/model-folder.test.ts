import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readModelFolder, requireTokenizer, writeModelFolder } from './model-folder.ts'
import type { ModelFolder } from './model-folder.ts'
import { parseSafetensors, serializeSafetensors } from './safetensors.ts'
import type { HostTensor } from './safetensors.ts'
import { writeTinyModel } from './testing/write-tiny-model.ts'

let root: string
let folder: string
let weights: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'rankwell-model-'))
  folder = join(root, 'tiny')
  weights = join(folder, 'model.safetensors')
  await writeTinyModel(folder)
})

afterEach(() => rm(root, { recursive: true, force: true }))

const changeWeights = async (change: (tensors: Map<string, HostTensor>) => void) => {
  const tensors = parseSafetensors(await readFile(weights), weights)
  change(tensors)
  await writeFile(weights, serializeSafetensors(tensors, 'float32'))
}
const withoutPath = ({ path, tokenizer, ...rest }: ModelFolder) => ({ ...rest, ids: tokenizer?.encode('ab, C', 16), path: path.length > 0 })

test('a written folder is read back the same, tokenizer included', async () => {
  const model = await readModelFolder(folder)
  await writeModelFolder(join(root, 'copy'), { ...model, pooling: 'cls', maxLength: 20 })
  const copy = await readModelFolder(join(root, 'copy'))
  expect(withoutPath(copy)).toEqual({ ...withoutPath(model), pooling: 'cls', maxLength: 20 })
  expect(copy.tokenizer!.encode('ab, C', 16)).toEqual([2, 5, 42, 77, 7, 3])
})

test('writing onto an existing folder replaces it whole and leaves nothing beside it', async () => {
  const model = await readModelFolder(folder)
  await writeFile(join(folder, 'left-over.txt'), '')
  await writeModelFolder(folder, { ...model, maxLength: 10 }, { dtype: 'float16' })
  expect((await readModelFolder(folder)).maxLength).toBe(10)
  expect(await readdir(folder)).not.toContain('left-over.txt')
  expect(await readdir(folder)).toContain('tokenizer.json')
  expect(await readdir(root)).toEqual(['tiny'])
})

test('names with the prefix bert. and further tensors are accepted', async () => {
  const model = await readModelFolder(folder)
  await writeFile(weights, serializeSafetensors(new Map([...[...model.parameters].map(([name, tensor]) => [`bert.${name}`, tensor] as const), ['bert.pooler.dense.bias', { dims: [1], data: Float32Array.of(1) }]]), 'float32'))
  const prefixed = await readModelFolder(folder)
  expect([...prefixed.parameters.keys()]).toEqual([...model.parameters.keys(), 'pooler.dense.bias'])
})

test('a folder without tokenizer can be read, and says so when text is to be encoded', async () => {
  await rm(join(folder, 'tokenizer.json'))
  const model = await readModelFolder(folder)
  expect(model.tokenizer).toBeNull()
  expect(() => requireTokenizer(model)).toThrow(`${join(folder, 'tokenizer.json')} is missing, so the model cannot read text.`)
})

const failure = async () => {
  const error = await readModelFolder(folder).then(() => null, (cause: Error) => cause)
  expect(error?.name).toBe('EngineError')
  return error!.message.replaceAll(`${folder}/`, '')
}

test('a missing tensor is named', async () => {
  await changeWeights((tensors) => tensors.delete('encoder.layer.0.output.dense.bias'))
  expect(await failure()).toBe('model.safetensors lacks the tensor encoder.layer.0.output.dense.bias, which its config.json calls for.')
})

test('a tensor of the wrong shape is named with both shapes', async () => {
  await changeWeights((tensors) => tensors.set('embeddings.word_embeddings.weight', { dims: [11, 16], data: new Float32Array(176) }))
  expect(await failure()).toBe('model.safetensors: tensor embeddings.word_embeddings.weight has shape [11, 16], its config.json calls for [80, 16].')
})

test('a weight that is not a number is named', async () => {
  await changeWeights((tensors) => { tensors.get('embeddings.LayerNorm.bias')!.data[3] = NaN })
  expect(await failure()).toBe('model.safetensors: tensor embeddings.LayerNorm.bias holds values that are not finite numbers.')
})

test('a truncated file is told apart and names the tensor', async () => {
  const bytes = await readFile(weights)
  await writeFile(weights, bytes.subarray(0, bytes.length - 10))
  expect(await failure()).toMatch(/^model\.safetensors is cut off inside tensor encoder\.layer\.0\.output\.LayerNorm\.bias: \d+ bytes of data announced, \d+ there\. Copy the file again\.$/)
})

test.each([
  ['missing weights', 'model.safetensors', null, 'model.safetensors is missing.'],
  ['a missing config', 'config.json', null, 'config.json is missing.'],
  ['a config that is no JSON', 'config.json', '{', /^config\.json is not valid JSON: /],
  ['a config of another kind of model', 'config.json', '{"model_type":"mamba"}', 'config.json: model_type "mamba" is not supported; it must be "bert", "xlm-roberta", "llama" or "qwen3".'],
  ['a config without a number', 'config.json', '{"model_type":"bert"}', 'config.json: vocab_size must be a whole number of at least 1, it is undefined.'],
  ['a tokenizer that is no JSON', 'tokenizer.json', '[', /^tokenizer\.json is not valid JSON: /],
  ['an unsupported pooling', '1_Pooling/config.json', '{"pooling_mode_max_tokens":true}', '1_Pooling/config.json: pooling pooling_mode_max_tokens is not supported; use mean, cls or lasttoken.'],
])('a folder with %s is refused in one sentence', async (_, file, content, message) => {
  if (content === null) await rm(join(folder, file))
  else await writeFile(join(folder, file), content)
  expect(await failure()).toMatch(message)
})
