import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { EngineError } from '../errors.ts'
import { bertConfigJson, bertParameterShapes, parseBertConfig } from '../models/bert-parameters.ts'
import type { BertConfig } from '../models/bert-parameters.ts'
import { createTokenizer } from '../tokenizer.ts'
import type { Tokenizer } from '../tokenizer.ts'
import { parseSafetensors, serializeSafetensors } from './safetensors.ts'
import type { HostTensor } from './safetensors.ts'

/** A Hugging Face folder with a BERT encoder, read and written so that transformers and sentence-transformers open it too. Knows no computation. */
export type Pooling = 'mean' | 'cls'

export interface ModelFolder {
  path: string
  config: BertConfig
  parameters: Map<string, HostTensor>
  tokenizer: Tokenizer | null
  pooling: Pooling
  maxLength: number
}

const WEIGHTS = 'model.safetensors'
const TOKENIZER_FILES = ['tokenizer.json', 'tokenizer_config.json', 'special_tokens_map.json']

export async function readModelFolder(path: string): Promise<ModelFolder> {
  const configPath = join(path, 'config.json')
  const config = parseBertConfig(await readJson(configPath), configPath)
  const weightsPath = join(path, WEIGHTS)
  const parameters = checkParameters(parseSafetensors(await readBytes(weightsPath), weightsPath), config, weightsPath)
  return { path, config, parameters, tokenizer: await readTokenizer(path), pooling: await readPooling(path), maxLength: await readMaxLength(path, config) }
}

/** For those who need text: the folder's tokenizer, or the sentence that says which file is missing. */
export function requireTokenizer(model: ModelFolder): Tokenizer {
  if (!model.tokenizer) throw new EngineError(`${join(model.path, 'tokenizer.json')} is missing, so the model cannot read text.`)
  return model.tokenizer
}

/** Names are given without the `bert.` prefix that some checkpoints carry; tensors beyond the encoder (the pooler) are carried through. */
function checkParameters(tensors: Map<string, HostTensor>, config: BertConfig, where: string): Map<string, HostTensor> {
  const parameters = new Map([...tensors].map(([name, tensor]) => [name.replace(/^bert\./, ''), tensor]))
  for (const [name, shape] of bertParameterShapes(config)) {
    const tensor = parameters.get(name)
    if (!tensor) throw new EngineError(`${where} lacks the tensor ${name}, which its config.json calls for.`)
    if (tensor.dims.join() !== shape.join()) throw new EngineError(`${where}: tensor ${name} has shape [${tensor.dims.join(', ')}], its config.json calls for [${shape.join(', ')}].`)
    if (!holdsFiniteNumbers(tensor.data)) throw new EngineError(`${where}: tensor ${name} holds values that are not finite numbers.`)
  }
  return parameters
}

/** A product with zero is not a number exactly for infinities and NaN; eight times as fast as asking each value. */
function holdsFiniteNumbers(data: Float32Array): boolean {
  let sum = 0
  for (let index = 0; index < data.length; index++) sum += data[index]! * 0
  return sum === 0
}

async function readTokenizer(path: string): Promise<Tokenizer | null> {
  const file = join(path, 'tokenizer.json')
  const definition = await readJson(file, null)
  return definition === null ? null : createTokenizer(definition, await readJson(join(path, 'tokenizer_config.json'), {}), file)
}

async function readPooling(path: string): Promise<Pooling> {
  const file = join(path, '1_Pooling', 'config.json')
  const json = await readJson(file, {}) as Record<string, unknown>
  const modes = Object.keys(json).filter((key) => key.startsWith('pooling_mode_') && json[key] === true)
  const mode = typeof json.pooling_mode === 'string' ? json.pooling_mode : modes.length > 1 ? modes.join(' + ') : (modes[0] ?? 'mean')
  if (/^(pooling_mode_)?(mean|mean_tokens)$/.test(mode)) return 'mean'
  if (/^(pooling_mode_)?(cls|cls_token)$/.test(mode)) return 'cls'
  throw new EngineError(`${file}: pooling ${mode} is not supported; use mean or cls.`)
}

async function readMaxLength(path: string, config: BertConfig): Promise<number> {
  const { max_seq_length: length } = await readJson(join(path, 'sentence_bert_config.json'), {}) as { max_seq_length?: unknown }
  return typeof length === 'number' && Number.isSafeInteger(length) && length >= 2 ? Math.min(length, config.maxPositionEmbeddings) : config.maxPositionEmbeddings
}

/** Written beside the target, forced to disk and renamed, so that a reader finds the old folder or the new one, never half of one. */
export async function writeModelFolder(path: string, model: ModelFolder, options: { dtype?: 'float32' | 'float16' } = {}): Promise<void> {
  const beside = join(dirname(path), `.${basename(path)}-${randomUUID()}`)
  await mkdir(join(beside, '1_Pooling'), { recursive: true })
  try {
    const writeJson = (name: string, value: unknown) => writeSynced(join(beside, name), new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`))
    await writeSynced(join(beside, WEIGHTS), serializeSafetensors(model.parameters, options.dtype ?? 'float32'))
    await writeJson('config.json', { ...bertConfigJson(model.config), torch_dtype: 'float32' }) // the precision to compute in, also where the file holds halves
    await writeJson('modules.json', [
      { idx: 0, name: '0', path: '', type: 'sentence_transformers.models.Transformer' },
      { idx: 1, name: '1', path: '1_Pooling', type: 'sentence_transformers.models.Pooling' },
      { idx: 2, name: '2', path: '2_Normalize', type: 'sentence_transformers.models.Normalize' },
    ])
    await writeJson('sentence_bert_config.json', { max_seq_length: model.maxLength, do_lower_case: false })
    await writeJson(join('1_Pooling', 'config.json'), {
      word_embedding_dimension: model.config.hiddenSize, pooling_mode_cls_token: model.pooling === 'cls', pooling_mode_mean_tokens: model.pooling === 'mean',
      pooling_mode_max_tokens: false, pooling_mode_mean_sqrt_len_tokens: false,
    })
    const present = new Set(model.tokenizer ? await readdir(model.path) : [])
    for (const name of TOKENIZER_FILES) if (present.has(name)) await writeSynced(join(beside, name), await readBytes(join(model.path, name)))
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

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w')
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (cause) {
    throw new EngineError((cause as NodeJS.ErrnoException).code === 'ENOENT' ? `${path} is missing.` : `${path} cannot be read: ${(cause as Error).message}.`, { cause })
  }
}

/** With a `missing` value the file is optional. */
async function readJson(path: string, missing?: unknown): Promise<unknown> {
  let bytes: Uint8Array
  try {
    bytes = await readBytes(path)
  } catch (error) {
    if (missing !== undefined && ((error as Error).cause as NodeJS.ErrnoException).code === 'ENOENT') return missing
    throw error
  }
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch (cause) {
    throw new EngineError(`${path} is not valid JSON: ${(cause as Error).message}.`, { cause })
  }
}
