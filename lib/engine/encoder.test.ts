import { existsSync, readFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { openEncoder, type Encoder } from './encoder.ts'

const FOLDER = '../shared/models/all-MiniLM-L6-v2'
const GOLDEN = '../shared/golden/minilm.json'
const isMissing = !existsSync(FOLDER) || !existsSync(GOLDEN)
if (isMissing) console.log(`Skipped: ${FOLDER} is not here, so the encoder is not compared with sentence-transformers.`)

let opened: Promise<Encoder> | undefined
const encoder = (): Promise<Encoder> => (opened ??= openEncoder(FOLDER, { threads: 2 }))
afterAll(async () => (await opened)?.release())

const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number => Math.max(...Array.from(a, (value, index) => Math.abs(value - (b[index] as number))))

test.skipIf(isMissing)('vectors agree with sentence-transformers for every recorded text', async () => {
  const { items, max_length: maxLength } = JSON.parse(readFileSync(GOLDEN, 'utf8')) as { items: { text: string; embedding: number[] }[]; max_length: number }
  const progress: number[] = []
  const embeddings = await (await encoder()).encode(items.map(({ text }) => text), { maxLength, onProgress: (done) => progress.push(done) })
  for (const [index, item] of items.entries()) expect(largestDifference(item.embedding, embeddings[index] as Float32Array), item.text.slice(0, 60)).toBeLessThan(1e-5)
  expect(progress.at(-1)).toBe(items.length)
})

test.skipIf(isMissing)('a document is the normalised mean of windows that cover its text, and says when text was left out', async () => {
  const text = 'Warehouse supervisor, forklift licence, shift planning. '.repeat(60)
  const [document] = await (await encoder()).encodeDocuments([text], { windowTokens: 64, maxWindows: 40 })
  expect(document?.isTruncated).toBe(false)
  expect(document?.windows.at(-1)?.end).toBe(text.trimEnd().length)
  const windows = document?.windows ?? []
  const mean = Array.from(document?.embedding ?? [], (_, index) => windows.reduce((total, { embedding }) => total + (embedding[index] as number), 0))
  const norm = Math.hypot(...mean)
  expect(largestDifference(mean.map((value) => value / norm), document?.embedding ?? [])).toBeLessThan(1e-6)
  const [cut, empty] = await (await encoder()).encodeDocuments([text, ' '], { windowTokens: 64, maxWindows: 2 })
  expect([cut?.isTruncated, cut?.windows.length]).toEqual([true, 2])
  expect([empty?.isTruncated, empty?.windows.length, empty?.embedding.length]).toEqual([false, 0, 384])
})

test.skipIf(isMissing)('the company a text is encoded in does not change a bit of its vector', async () => {
  const text = 'Senior accountant, month-end close'
  const [alone] = await (await encoder()).encode([text])
  const [, among] = await (await encoder()).encode(['Nurse '.repeat(200), text, 'driver', 'cook', 'welder'])
  expect(among).toEqual(alone)
})

test.skipIf(isMissing)('encoding stops when it is aborted', async () => {
  const controller = new AbortController()
  controller.abort(new Error('cancelled by the user'))
  await expect((await encoder()).encode(['text'], { signal: controller.signal })).rejects.toThrow('cancelled by the user')
})
