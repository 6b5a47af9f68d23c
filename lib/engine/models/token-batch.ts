/** Lays token sequences of different lengths into one rectangle: ids, which positions may be attended to, and how they are pooled. */
export type Pooling = 'mean' | 'cls' | 'last'

export interface TokenBatch {
  inputIds: BigInt64Array // [rows, length]
  attentionBias: Float32Array // [rows, 1, 1, length]
  poolingWeights: Float32Array // [rows, 1, length]
}

export interface TokenBatchShape { rows: number; length: number }

/** Added to the score of a padded position: its softmax weight is exactly zero in float32. */
export const MASKED = -1e9

/** Rows without a sequence, and padding, hold the pad token; an empty row attends to its first position so that nothing divides by zero. */
export function layOutTokens(sequences: readonly (readonly number[])[], { rows, length }: TokenBatchShape, padTokenId: number, pooling: Pooling): TokenBatch {
  if (sequences.length > rows) throw new Error(`layOutTokens: ${sequences.length} sequences do not fit into ${rows} rows`)
  const inputIds = new BigInt64Array(rows * length).fill(BigInt(padTokenId))
  const lowWords = new Int32Array(inputIds.buffer) // ids are below 2³¹: writing the low words avoids a BigInt for each token
  const attentionBias = new Float32Array(rows * length).fill(MASKED)
  const poolingWeights = new Float32Array(rows * length)
  for (let row = 0; row < rows; row++) {
    const sequence = sequences[row] ?? []
    if (sequence.length > length) throw new Error(`layOutTokens: a sequence of ${sequence.length} tokens does not fit into ${length}`)
    const start = row * length
    sequence.forEach((id, position) => { lowWords[2 * (start + position)] = id })
    const used = Math.max(1, sequence.length)
    attentionBias.fill(0, start, start + used)
    if (pooling === 'mean') poolingWeights.fill(1 / used, start, start + used)
    else poolingWeights[start + (pooling === 'cls' ? 0 : used - 1)] = 1
  }
  return { inputIds, attentionBias, poolingWeights }
}

/** Beyond the lengths that are listed, texts are padded to multiples of this. */
const LONG_TEXT_UNIT = 512

/** The shortest of the compiled lengths that holds `length` tokens, and never more than maxLength. */
export function bucketLength(length: number, maxLength: number, lengths: readonly number[]): number {
  return Math.min(maxLength, lengths.find((bucket) => bucket >= length) ?? Math.ceil(length / LONG_TEXT_UNIT) * LONG_TEXT_UNIT)
}
