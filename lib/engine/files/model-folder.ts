import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { EngineError } from '../errors.ts'
import { isDecoder, maxTokens, modelConfigJson, parameterShapes, parseModelConfig, type ModelConfig } from '../models/architecture.ts'
import type { Pooling } from '../models/token-batch.ts'
import { createTokenizer } from '../tokenizer.ts'
import type { Tokenizer } from '../tokenizer.ts'
import { poolingJson, readPooling } from './pooling-file.ts'
import { readBytes, readJson } from './read-file.ts'
import { safetensorsParts, type HostTensor, type WeightType } from './safetensors.ts'
import { WEIGHTS, withWeightFiles, type StoredTensor } from './weight-files.ts'

/** A Hugging Face folder with a text encoder, read and written so that transformers and sentence-transformers open it too. Knows no computation. */
export interface ModelFolder {
  path: string
  config: ModelConfig
  parameters: Map<string, HostTensor>
  tokenizer: Tokenizer | null
  pooling: Pooling
  maxLength: number
}

const TOKENIZER_FILES = ['tokenizer.json', 'tokenizer_config.json', 'special_tokens_map.json']
const LARGEST_CONFIG_MEGABYTES = 4
/** XLM-RoBERTa's has 17 MB, Llama's 17, Gemma's 33. */
const LARGEST_TOKENIZER_MEGABYTES = 64
/** Where the folder does not say how long a text may be: a decoder's positions alone would allow memory without bound. */
const USUAL_MAX_LENGTH = 512

export async function readModelFolder(path: string): Promise<ModelFolder> {
  const configPath = join(path, 'config.json')
  const config = parseModelConfig(await readJson(configPath, LARGEST_CONFIG_MEGABYTES), configPath)
  const parameters = await withWeightFiles(path, (tensors, where) => readParameters(tensors, config, where))
  return { path, config, parameters, tokenizer: await readTokenizer(path, config), pooling: await readPooling(path, isDecoder(config) ? 'last' : 'mean'), maxLength: await readMaxLength(path, config) }
}

/** For those who need text: the folder's tokenizer, or the sentence that says which file is missing. */
export function requireTokenizer(model: ModelFolder): Tokenizer {
  if (!model.tokenizer) throw new EngineError(`${join(model.path, 'tokenizer.json')} is missing, so the model cannot read text.`)
  return model.tokenizer
}

/** Names are those of BERT's encoder and of the decoders' language model, whichever part of the model was saved; tensors beyond (the pooler) are carried through. */
function canonicalName(name: string, config: ModelConfig): string {
  if (!isDecoder(config)) return name.replace(/^(bert|roberta)\./, '')
  return name.startsWith('model.') || name.startsWith('lm_head.') ? name : `model.${name}`
}

async function readParameters(stored: ReadonlyMap<string, StoredTensor>, config: ModelConfig, where: string): Promise<Map<string, HostTensor>> {
  const named = new Map([...stored].map(([name, tensor]) => [canonicalName(name, config), tensor]))
  if (isDecoder(config) && config.tieWordEmbeddings) named.delete('lm_head.weight') // a copy of the token table, which training would leave behind
  const shapes = parameterShapes(config)
  for (const [name, shape] of shapes) {
    const tensor = named.get(name)
    if (!tensor) throw new EngineError(`${where} lacks the tensor ${name}, which its config.json calls for.`)
    if (tensor.dims.join() !== shape.join()) throw new EngineError(`${tensor.where}: tensor ${name} has shape [${tensor.dims.join(', ')}], its config.json calls for [${shape.join(', ')}].`)
  }
  const parameters = new Map<string, HostTensor>()
  for (const [name, tensor] of named) {
    const parameter = await tensor.read()
    if (shapes.has(name) && !holdsFiniteNumbers(parameter.data)) throw new EngineError(`${tensor.where}: tensor ${name} holds values that are not finite numbers.`)
    parameters.set(name, parameter)
  }
  return parameters
}

/** A product with zero is not a number exactly for infinities and NaN; eight times as fast as asking each value. */
function holdsFiniteNumbers(data: Float32Array): boolean {
  let sum = 0
  for (let index = 0; index < data.length; index++) sum += data[index]! * 0
  return sum === 0
}

async function readTokenizer(path: string, config: ModelConfig): Promise<Tokenizer | null> {
  const file = join(path, 'tokenizer.json')
  const definition = await readJson(file, LARGEST_TOKENIZER_MEGABYTES, null)
  if (definition === null) return null
  const tokenizer = createTokenizer(definition, await readJson(join(path, 'tokenizer_config.json'), LARGEST_CONFIG_MEGABYTES, {}), file)
  if (tokenizer.idLimit > config.vocabSize) throw new EngineError(`${file} gives ids up to ${tokenizer.idLimit - 1}, but the model has vectors for ${config.vocabSize} tokens.`)
  return tokenizer
}

async function readMaxLength(path: string, config: ModelConfig): Promise<number> {
  const json = await readJson(join(path, 'sentence_bert_config.json'), LARGEST_CONFIG_MEGABYTES, {}) as { max_seq_length?: unknown } | null
  const length = json?.max_seq_length
  return Math.min(maxTokens(config), typeof length === 'number' && Number.isSafeInteger(length) && length >= 2 ? length : USUAL_MAX_LENGTH)
}

/** Written beside the target, forced to disk and renamed, so that a reader finds the old folder or the new one, never half of one. */
export async function writeModelFolder(path: string, model: ModelFolder, options: { dtype?: WeightType } = {}): Promise<void> {
  const beside = join(dirname(path), `.${basename(path)}-${randomUUID()}`)
  await mkdir(join(beside, '1_Pooling'), { recursive: true })
  try {
    const writeJson = (name: string, value: unknown) => writeSynced(join(beside, name), [new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`)])
    await writeSynced(join(beside, WEIGHTS), safetensorsParts(model.parameters, options.dtype ?? 'float32'))
    await writeJson('config.json', { ...modelConfigJson(model.config), torch_dtype: 'float32' }) // the precision to compute in, also where the file holds halves
    await writeJson('modules.json', [
      { idx: 0, name: '0', path: '', type: 'sentence_transformers.models.Transformer' },
      { idx: 1, name: '1', path: '1_Pooling', type: 'sentence_transformers.models.Pooling' },
      { idx: 2, name: '2', path: '2_Normalize', type: 'sentence_transformers.models.Normalize' },
    ])
    await writeJson('sentence_bert_config.json', { max_seq_length: model.maxLength, do_lower_case: false })
    await writeJson(join('1_Pooling', 'config.json'), poolingJson(model.pooling, model.config.hiddenSize))
    const present = new Set(model.tokenizer ? await readdir(model.path) : [])
    for (const name of TOKENIZER_FILES) if (present.has(name)) await writeSynced(join(beside, name), [await readBytes(join(model.path, name), LARGEST_TOKENIZER_MEGABYTES)])
    await replaceFolder(beside, path)
  } catch (error) {
    await rm(beside, { recursive: true, force: true })
    throw error
  }
}

async function replaceFolder(source: string, target: string): Promise<void> {
  const exists = await stat(target).then(() => true, () => false)
  const old = `${source}.old`
  if (exists) await rename(target, old)
  await rename(source, target)
  const parent = await open(dirname(target), 'r')
  await parent.sync().catch(() => undefined).finally(() => parent.close()) // Windows cannot sync a directory
  if (exists) await rm(old, { recursive: true, force: true })
}

/** A single write of more than 2 GiB is refused by Node. */
const BYTES_PER_WRITE = 2 ** 30

async function writeSynced(path: string, parts: Iterable<Uint8Array>): Promise<void> {
  const file = await open(path, 'w')
  try {
    for (const part of parts) for (let start = 0; start < part.length; start += BYTES_PER_WRITE) await file.writeFile(part.subarray(start, start + BYTES_PER_WRITE))
    await file.sync()
  } finally {
    await file.close()
  }
}
