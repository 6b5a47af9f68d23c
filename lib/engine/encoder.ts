/** Texts to vectors: opens a model folder and encodes short texts whole, long ones window by window. It knows no database and no ranking. */
import type { Device } from './executors/onnxruntime.ts'
import { readModelFolder, requireTokenizer } from './files/model-folder.ts'
import { maxTokens } from './models/architecture.ts'
import type { Precision } from './models/fused-bert.ts'
import { createTokenEncoder, type EncodeProgress } from './models/token-encoder.ts'

export type { Device } from './executors/onnxruntime.ts'
export type { Precision } from './models/fused-bert.ts'
export type { EncodeProgress } from './models/token-encoder.ts'

export interface EncodedWindow { start: number; end: number; embedding: Float32Array }
export interface EncodedDocument { embedding: Float32Array; windows: EncodedWindow[]; isTruncated: boolean }

export interface Encoder {
  readonly hiddenSize: number
  readonly maxLength: number
  /** One vector of length 1 per text, from its first maxLength tokens. */
  encode(texts: readonly string[], options?: EncodeProgress & { maxLength?: number }): Promise<Float32Array[]>
  /** The normalised mean of the vectors of consecutive windows, and the windows themselves. */
  encodeDocuments(texts: readonly string[], options?: EncodeProgress & { windowTokens?: number; maxWindows?: number }): Promise<EncodedDocument[]>
  release(): Promise<void>
}

/** About fifty words: small enough to show as a passage. On human judgments its mean ranks as well as that of longer windows (docs/decisions/006). */
export const WINDOW_TOKENS = 64
/** 4,096 tokens, some six pages. */
const MAX_WINDOWS = 64

/** Texts tokenised at a time: bounds memory, and is enough to sort by length. */
const TEXTS_PER_CHUNK = 256

export interface EncoderOptions {
  device?: Device
  threads?: number
  /** int8 is faster and coarser: compare its vectors only with its own. */
  precision?: Precision
}

export async function openEncoder(folder: string, options: EncoderOptions = {}): Promise<Encoder> {
  const model = await readModelFolder(folder)
  const tokenizer = requireTokenizer(model)
  const tokenEncoder = createTokenEncoder(model, options)

  async function encode(texts: readonly string[], { maxLength = model.maxLength, onProgress, signal }: EncodeProgress & { maxLength?: number } = {}): Promise<Float32Array[]> {
    const limit = Math.min(maxLength, maxTokens(model.config))
    return inChunks(texts, onProgress, (chunk, progress) => tokenEncoder.encode(chunk.map((text) => tokenizer.encode(text, limit)), { onProgress: progress, signal }))
  }

  async function encodeDocuments(
    texts: readonly string[],
    { windowTokens = WINDOW_TOKENS, maxWindows = MAX_WINDOWS, onProgress, signal }: EncodeProgress & { windowTokens?: number; maxWindows?: number } = {},
  ): Promise<EncodedDocument[]> {
    const size = Math.min(windowTokens, maxTokens(model.config))
    return inChunks(texts, onProgress, async (chunk, progress) => {
      const found = chunk.map((text) => tokenizer.windows(text, size, maxWindows + 1)) // one more tells whether text is left over
      const kept = found.map((windows) => windows.slice(0, maxWindows))
      const sequences = kept.flatMap((windows) => (windows.length > 0 ? windows.map(({ inputIds }) => inputIds) : [tokenizer.encode('', size)]))
      const embeddings = await tokenEncoder.encode(sequences, { signal, onProgress: (done, total) => progress(Math.floor((done / total) * chunk.length)) })
      let next = 0
      return kept.map((windows, index) => {
        const vectors = embeddings.slice(next, (next += Math.max(1, windows.length)))
        return {
          embedding: normalisedMean(vectors),
          windows: windows.map(({ start, end }, position) => ({ start, end, embedding: vectors[position] as Float32Array })),
          isTruncated: (found[index]?.length ?? 0) > maxWindows,
        }
      })
    })
  }

  return { hiddenSize: model.config.hiddenSize, maxLength: model.maxLength, encode, encodeDocuments, release: tokenEncoder.release }
}

async function inChunks<Result>(
  texts: readonly string[],
  onProgress: EncodeProgress['onProgress'],
  encodeChunk: (chunk: readonly string[], progress: (done: number) => void) => Promise<Result[]>,
): Promise<Result[]> {
  const results: Result[] = []
  while (results.length < texts.length) {
    const start = results.length
    const chunk = texts.slice(start, start + TEXTS_PER_CHUNK)
    results.push(...(await encodeChunk(chunk, (done) => onProgress?.(start + done, texts.length))))
  }
  return results
}

function normalisedMean(vectors: readonly Float32Array[]): Float32Array {
  const [first] = vectors
  if (first === undefined) throw new Error('normalisedMean: no vectors')
  if (vectors.length === 1) return first
  const total = new Float64Array(first.length)
  for (const vector of vectors) vector.forEach((value, index) => { total[index] = (total[index] as number) + value })
  const norm = Math.hypot(...total) || 1
  return Float32Array.from(total, (value) => value / norm)
}
