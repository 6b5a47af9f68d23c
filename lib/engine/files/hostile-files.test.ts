import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EngineError } from '../errors.ts'
import { createRandom, type Random } from '../random.ts'
import { readModelFolder } from './model-folder.ts'
import { serializeSafetensors, parseSafetensors } from './safetensors.ts'
import { writeTinyModel } from './testing/write-tiny-model.ts'

const ATTEMPTS = 100
const TEXT = 'Forklift licence 北京 — e\u0301 \u0000 x'
const GOLDEN = new URL('../golden/', import.meta.url)

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'rankwell-hostile-'))
  await writeTinyModel(join(root, 'bert'))
  for (const [name, tokenizer] of [['xlm-roberta', 'xlm-roberta'], ['llama', 'llama3'], ['qwen3', 'qwen3']]) {
    for (const file of ['config.json', 'model.safetensors']) await cp(new URL(`${name}-tiny/${file}`, GOLDEN), join(root, name as string, file))
    await cp(new URL(`tokenizers/${tokenizer}.json`, GOLDEN), join(root, name as string, 'tokenizer.json'))
  }
  await cp(join(root, 'bert'), join(root, 'sharded'), { recursive: true })
  const tensors = parseSafetensors(await readFile(join(root, 'bert', 'model.safetensors')), 'f')
  const names = [...tensors.keys()]
  const fileOf = (index: number): string => `model-0000${1 + index % 2}-of-00002.safetensors`
  for (const part of [0, 1]) await writeFile(join(root, 'sharded', fileOf(part)), serializeSafetensors(new Map([...tensors].filter((_, index) => index % 2 === part)), 'bfloat16'))
  await writeFile(join(root, 'sharded', 'model.safetensors.index.json'), JSON.stringify({ metadata: {}, weight_map: Object.fromEntries(names.map((name, index) => [name, fileOf(index)])) }))
  await rm(join(root, 'sharded', 'model.safetensors'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

/** A sound folder that encodes, or one sentence. */
async function expectSoundOrRefused(folder: string, what: string): Promise<'sound' | 'refused'> {
  try {
    const { tokenizer, config } = await readModelFolder(folder)
    const ids = [...tokenizer?.encode(TEXT, 32) ?? [], ...tokenizer?.windows(TEXT, 16, 4).flatMap(({ inputIds }) => inputIds) ?? []]
    for (const id of ids) expect(Number.isSafeInteger(id) && id >= 0 && id < config.vocabSize, `${what}: id ${id}`).toBe(true)
    return 'sound'
  } catch (error) {
    expect(error, `${what}: ${(error as Error).stack}`).toBeInstanceOf(EngineError)
    expect((error as Error).message, what).toMatch(/^[^\n]{10,1000}[.?]$/)
    return 'refused'
  }
}

/** Reads the folder with one of its files changed, again and again, and puts the file back. */
async function attack(folder: string, file: string, change: (bytes: Uint8Array, random: Random) => Uint8Array): Promise<number> {
  const path = join(root, folder, file)
  const original = await readFile(path)
  const random = createRandom(17)
  let refused = 0
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      await writeFile(path, change(new Uint8Array(original), random))
      if (await expectSoundOrRefused(join(root, folder), `${folder}/${file}, attempt ${attempt}`) === 'refused') refused++
    }
  } finally {
    await writeFile(path, original)
  }
  return refused
}

function truncateOrFlip(bytes: Uint8Array, random: Random): Uint8Array {
  if (random.next() < 0.3) return bytes.slice(0, random.below(bytes.length))
  const reach = random.next() < 0.7 ? Math.min(bytes.length, 2000) : bytes.length // the head of a file says more than its data
  for (let flips = 1 + random.below(4); flips > 0; flips--) {
    const position = random.below(reach)
    bytes[position] = (bytes[position] as number) ^ 1 << random.below(8)
  }
  return bytes
}

const deep = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`
const HOSTILE = ['null', '-1', '0', '0.5', '1e308', '1e15', '9007199254740993', '4294967296', 'true', '"x"', '""', '"__proto__"', '"constructor"', '[]', '{}', '[[]]', '{"__proto__":{"type":"BPE"},"constructor":1}', deep(5000), JSON.stringify('A'.repeat(50_000)), '[null,-1,1e308]']

/** Puts a hostile value somewhere in the JSON, or drops or renames a key. */
function changeJson(bytes: Uint8Array, random: Random): Uint8Array {
  const MARK = '\u0001hostile\u0001'
  const json = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>
  let place: Record<string, unknown> = json
  for (;;) {
    const keys = Object.keys(place)
    const key = keys[random.below(keys.length)] as string
    const next = place[key]
    if (typeof next === 'object' && next !== null && Object.keys(next).length > 0 && random.next() < 0.7) {
      place = next as Record<string, unknown>
      continue
    }
    const choice = random.next()
    if (choice < 0.15) Reflect.deleteProperty(place, key)
    else if (choice < 0.25) Object.defineProperty(place, '__proto__', { value: place[key], enumerable: true, configurable: true, writable: true })
    else place[key] = MARK
    break
  }
  return new TextEncoder().encode(JSON.stringify(json).replace(JSON.stringify(MARK), () => HOSTILE[random.below(HOSTILE.length)] as string))
}

test.each([['bert', 'model.safetensors'], ['llama', 'model.safetensors'], ['sharded', 'model-00001-of-00002.safetensors'], ['sharded', 'model.safetensors.index.json'], ['bert', 'tokenizer.json'], ['llama', 'config.json']])(
  'cut off or with bits flipped, %s/%s gives one sentence or a sound model', async (folder, file) => {
    expect(await attack(folder, file, truncateOrFlip)).toBeGreaterThan(ATTEMPTS / 4)
  }, 60_000)

test.each([['bert', 'config.json'], ['xlm-roberta', 'config.json'], ['llama', 'config.json'], ['qwen3', 'config.json'], ['bert', 'tokenizer.json'], ['xlm-roberta', 'tokenizer.json'], ['llama', 'tokenizer.json'], ['qwen3', 'tokenizer.json'], ['sharded', 'model.safetensors.index.json']])(
  'with hostile values in %s/%s there is one sentence or a sound model', async (folder, file) => {
    expect(await attack(folder, file, changeJson)).toBeGreaterThan(0)
  }, 60_000)

test('a header with hostile numbers gives one sentence, without the memory that it asks for', async () => {
  const before = process.memoryUsage().rss
  const refused = await attack('bert', 'model.safetensors', (bytes, random) => {
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true))
    const header = changeJson(bytes.slice(8, 8 + length), random)
    const changed = new Uint8Array(8 + header.length + bytes.length - 8 - length)
    new DataView(changed.buffer).setBigUint64(0, BigInt(header.length), true)
    changed.set(header, 8)
    changed.set(bytes.subarray(8 + length), 8 + header.length)
    return changed
  })
  expect(refused).toBeGreaterThan(ATTEMPTS / 2)
  expect(process.memoryUsage().rss - before).toBeLessThan(500_000_000)
}, 60_000)

test.each([
  ['config.json', deep(200_000)], ['tokenizer.json', deep(200_000)], ['config.json', `{"model_type":${deep(100_000)}}`], ['tokenizer.json', `{"model":{"type":"WordPiece","vocab":{"a":${deep(100_000)}}}}`],
  ['config.json', '{"model_type":"bert","vocab_size":16777216,"hidden_size":65536,"num_hidden_layers":1024,"num_attention_heads":1,"intermediate_size":1048576,"max_position_embeddings":16777216,"type_vocab_size":2}'],
  ['config.json', `{"a":"${'x'.repeat(5_000_000)}"}`], ['1_Pooling/config.json', '[]'], ['1_Pooling/config.json', '{"pooling_mode":"constructor"}'], ['sentence_bert_config.json', 'null'], ['tokenizer_config.json', '7'],
])('%s with extreme content gives one sentence or is ignored', async (file, content) => {
  const folder = join(root, `extreme-${Math.abs(content.length)}-${file.replaceAll(/\W/g, '')}`)
  await cp(join(root, 'bert'), folder, { recursive: true })
  await writeFile(join(folder, file), content)
  await expectSoundOrRefused(folder, file)
})

test('an index may name files of its own folder only, and what it promises is there', async () => {
  const path = join(root, 'sharded', 'model.safetensors.index.json')
  const original = await readFile(path, 'utf8')
  const { parameters } = await readModelFolder(join(root, 'sharded'))
  expect(parameters.size).toBe(parseSafetensors(await readFile(join(root, 'bert', 'model.safetensors')), 'f').size)
  for (const [from, to, sentence] of [['model-00002-of-00002', '../bert/model', 'is not said to lie in a .safetensors file of this folder'], ['00002-of', '00007-of', 'model-00007-of-00002.safetensors is missing.'], ['embeddings.LayerNorm.bias', 'nowhere', 'lacks the tensor nowhere, which model.safetensors.index.json promises there']] as const) {
    await writeFile(path, original.replaceAll(from, to))
    await expect(readModelFolder(join(root, 'sharded'))).rejects.toThrow(sentence)
  }
  await writeFile(path, original)
})
