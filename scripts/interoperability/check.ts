/** Shows that what our engine writes opens in transformers, sentence-transformers and Python's ONNX runtime with the same numbers, and the other way round. Needs a Python that has them:
 *
 * node scripts/interoperability/check.ts --python PATH
 */
import { spawn } from 'node:child_process'
import { copyFile, cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openEncoder } from '#lib/engine/encoder.ts'
import { readModelFolder, requireTokenizer, writeModelFolder } from '#lib/engine/files/model-folder.ts'
import type { WeightType } from '#lib/engine/files/safetensors.ts'
import { isDecoder } from '#lib/engine/models/architecture.ts'
import { createLanguageModel } from '#lib/engine/models/language-model.ts'
import { encodeOnnxEncoder } from '#lib/engine/models/onnx-encoder.ts'
import { trainRankpo } from '#lib/engine/stages/rankpo.ts'

/** Each tiny model with the tokenizer of its kind. BERT's stands in the test that makes it. */
const CASES = [{ model: 'bert-tiny', tokenizer: null }, { model: 'xlm-roberta-tiny', tokenizer: 'xlm-roberta' }, { model: 'llama-tiny', tokenizer: 'llama3' }, { model: 'qwen3-tiny', tokenizer: 'qwen3' }] as const
const DTYPES: readonly WeightType[] = ['float32', 'float16', 'bfloat16']
const TEXTS = ['nurse with patient care and night shifts', 'Senior accountant in Zürich: month-end close; 12 years of experience', 'w1 w2 w3', "I don't mind first aid"]
const LOGIT_TOKENS = [5, 17, 99, 250, 3, 42]
const TOLERANCE = 1e-4
const ONNX_TOLERANCE = 1e-5

const { values: { python } } = parseArgs({ options: { python: { type: 'string' } } })
if (python === undefined) throw new Error('--python PATH is missing: a Python with torch, transformers, sentence-transformers, onnx and onnxruntime.')

const golden = new URL('../../lib/engine/golden/', import.meta.url)
const root = await mkdtemp(join(tmpdir(), 'rankwell-interoperability-'))
let [passed, failed] = [0, 0]

interface Answer { embeddings: number[][]; logits?: number[]; domains?: string[]; files?: string[] }

function askPython(command: string, input: object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = spawn(python as string, [new URL('check.py', import.meta.url).pathname, command], { stdio: ['pipe', 'pipe', 'pipe'] })
    let [output, errors] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => { output += chunk.toString() })
    child.stderr.on('data', (chunk: Buffer) => { errors += chunk.toString() })
    child.on('error', reject)
    child.on('close', (code) => (code === 0 ? resolve(JSON.parse(output.trim().split('\n').at(-1) as string) as Answer) : reject(new Error(errors.trim().split('\n').at(-1)))))
    child.stdin.end(JSON.stringify(input))
  })
}

const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number => (a.length === b.length ? Math.max(...Array.from(a, (value, index) => Math.abs(value - (b[index] as number)))) : Infinity)
const worst = (a: readonly ArrayLike<number>[], b: readonly ArrayLike<number>[]): number => (a.length === b.length ? Math.max(...a.map((row, index) => largestDifference(row, b[index] as ArrayLike<number>))) : Infinity)

async function check(name: string, tolerance: number, compare: () => Promise<number>): Promise<void> {
  let [isRight, said] = [false, '']
  try {
    const difference = await compare()
    isRight = difference <= tolerance
    said = `largest difference ${difference.toExponential(1)}`
  } catch (error) {
    said = (error as Error).message
  }
  if (isRight) passed++
  else failed++
  console.log(`${isRight ? 'ok  ' : 'FAIL'} ${name}: ${said}`)
}

async function ourVectors(folder: string): Promise<Float32Array[]> {
  const encoder = await openEncoder(folder, { threads: 2 })
  const vectors = await encoder.encode(TEXTS)
  await encoder.release()
  return vectors
}

async function ourLogits(folder: string): Promise<Float32Array> {
  const model = createLanguageModel(await readModelFolder(folder))
  const logits = Float32Array.from(await model.logits(LOGIT_TOKENS))
  await model.release()
  return logits
}

/** A folder as a user has it: golden weights, a tokenizer, and a few steps of RankPO on them. */
async function trainTiny(name: string, tokenizer: string | null): Promise<string> {
  const [start, trained] = [join(root, `${name}-start`), join(root, name)]
  await cp(new URL(name, golden), start, { recursive: true })
  await rm(join(start, 'forward.json'))
  if (tokenizer === null) await writeFile(join(start, 'tokenizer.json'), JSON.stringify(letterTokenizer()))
  else await copyFile(new URL(`tokenizers/${tokenizer}.json`, golden), join(start, 'tokenizer.json'))
  const pad = { llama3: '<|pad|>', qwen3: '<|endoftext|>', 'xlm-roberta': '<pad>' }[tokenizer ?? ''] ?? '[PAD]'
  await writeFile(join(start, 'tokenizer_config.json'), JSON.stringify({ tokenizer_class: 'PreTrainedTokenizerFast', pad_token: pad, padding_side: 'right' }))
  const rows = [{ query: 'nurse', chosen: TEXTS[0] as string, rejected: TEXTS[1] as string }, { query: 'accountant', chosen: TEXTS[1] as string, rejected: TEXTS[3] as string }]
  await trainRankpo({ modelFolder: start, outputFolder: trained, rows, reference: { kind: 'none' }, threads: 2, config: { maxSteps: 3, learningRate: 1e-3 } })
  return trained
}

function letterTokenizer(): object {
  const characters = [...'abcdefghijklmnopqrstuvwxyz0123456789']
  const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]']
  const vocabulary = [...special, ...characters, ...characters.map((character) => `##${character}`), ',', '.', '-', ':', ';']
  const idOf = (token: string): number => vocabulary.indexOf(token)
  const template = ['[CLS]', 'A', '[SEP]'].map((id) => (id === 'A' ? { Sequence: { id, type_id: 0 } } : { SpecialToken: { id, type_id: 0 } }))
  return {
    version: '1.0', truncation: null, padding: null,
    added_tokens: special.map((content) => ({ id: idOf(content), content, special: true, single_word: false, lstrip: false, rstrip: false, normalized: false })),
    normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: { type: 'TemplateProcessing', single: template, pair: template, special_tokens: Object.fromEntries(['[CLS]', '[SEP]'].map((id) => [id, { id, ids: [idOf(id)], tokens: [id] }])) },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: { type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 100, vocab: Object.fromEntries(vocabulary.map((token, id) => [token, id])) },
  }
}

try {
  for (const { model: name, tokenizer } of CASES) {
    const trained = await trainTiny(name, tokenizer)
    const model = await readModelFolder(trained)
    for (const dtype of DTYPES) {
      const folder = join(root, `${name}-${dtype}`)
      await writeModelFolder(folder, model, { dtype })
      const answer = askPython('embed', { folder, texts: TEXTS })
      await check(`${name} written as ${dtype}, read by sentence-transformers: vectors`, TOLERANCE, async () => worst(await ourVectors(folder), (await answer).embeddings))
      if (isDecoder(model.config)) await check(`${name} written as ${dtype}, read by transformers: logits`, TOLERANCE, async () => largestDifference(await ourLogits(folder), (await answer).logits ?? []))
    }
    for (const dtype of ['float32', 'bfloat16']) {
      const target = join(root, `${name}-resaved-${dtype}`)
      await check(`${name} saved by transformers in several files as ${dtype}, read by us: weights`, dtype === 'float32' ? 0 : 2 ** -8, async () => {
        const { files = [] } = await askPython('resave', { folder: trained, target, dtype })
        if (!files.includes('model.safetensors.index.json')) throw new Error(`transformers wrote ${files.join(', ')}, not several files`)
        const { parameters } = await readModelFolder(target)
        return Math.max(...[...parameters].map(([key, { data }]) => largestDifference(data, model.parameters.get(key)?.data ?? [])))
      })
    }
    const path = join(root, `${name}.onnx`)
    await check(`${name} as ONNX, computed by Python's onnxruntime: vectors`, ONNX_TOLERANCE, async () => {
      await writeFile(path, encodeOnnxEncoder(model))
      const ids = TEXTS.map((text) => requireTokenizer(model).encode(text, model.maxLength))
      const length = Math.max(...ids.map((row) => row.length))
      const { embeddings, domains = [] } = await askPython('onnx', {
        path, input_ids: ids.map((row) => [...row, ...Array<number>(length - row.length).fill(model.config.padTokenId)]), attention_mask: ids.map((row) => Array.from({ length }, (_, position) => Number(position < row.length))),
      })
      if (domains.join() !== '') throw new Error(`it uses operations of ${domains.join(', ')}`)
      return worst(await ourVectors(trained), embeddings)
    })
  }
} finally {
  await rm(root, { recursive: true, force: true })
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
