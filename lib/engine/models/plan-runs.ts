/** Divides texts of different lengths into runs of few shapes, filled exactly: long texts first, so that a run's texts are alike. */
import { bucketLength, type TokenBatchShape } from './token-batch.ts'

/** Which shapes runs may have: sequence lengths, and rows from many to one. */
export interface RunShapes { lengths: readonly number[]; rowCounts: readonly number[] }

export interface PlannedRun { shape: TokenBatchShape; /** Which texts, one a row. */ indices: number[] }

/** Tokens of one run without padding: more rows gain nothing once the products are busy, and the values between them leave the cache. */
const TOKENS_PER_FULL_RUN = 512

/** Runs of texts of one length: nothing is padded, and no text's vector depends on its company. Longest first. */
export function planFullRuns(lengths: readonly number[]): PlannedRun[] {
  const byLength = Map.groupBy(lengths.keys(), (index) => lengths[index] as number)
  return [...byLength].sort(([a], [b]) => b - a).flatMap(([length, indices]) => {
    const runs = Math.ceil(indices.length / Math.max(1, Math.floor(TOKENS_PER_FULL_RUN / length)))
    const rowsOf = (run: number): number => Math.floor((indices.length * run) / runs) // as equal as possible
    return Array.from({ length: runs }, (_, run) => indices.slice(rowsOf(run), rowsOf(run + 1))).map((part) => ({ shape: { rows: part.length, length }, indices: part }))
  })
}

/** Tokens of one run: matrix products are at full speed from about a thousand rows on, and memory stays small. */
const TOKENS_PER_RUN = 2048
/** A training step has few lengths and repeats them: close fits pay. */
export const TRAINING_SHAPES: RunShapes = { lengths: [16, 32, 64, 96, 128, 192, 256, 384, 512], rowCounts: [128, 64, 32, 16, 8, 4, 1] }

/** A service meets every length: coarse shapes are compiled once and kept, which costs less than compiling a close fit (0.2–0.4 s each). */
export const SERVING_SHAPES: RunShapes = { lengths: [32, 64, 128, 256, 512], rowCounts: [8, 1] }

export function planRuns(lengths: readonly number[], maxLength: number, shapes: RunShapes): PlannedRun[] {
  const longestFirst = lengths.map((_, index) => index).sort((a, b) => (lengths[b] as number) - (lengths[a] as number) || a - b)
  const runs: PlannedRun[] = []
  for (let done = 0; done < longestFirst.length;) {
    const length = bucketLength(lengths[longestFirst[done] as number] as number, maxLength, shapes.lengths)
    const room = Math.min(longestFirst.length - done, Math.max(1, Math.floor(TOKENS_PER_RUN / length)))
    const rows = shapes.rowCounts.find((count) => count <= room) as number
    runs.push({ shape: { rows, length }, indices: longestFirst.slice(done, done + rows) })
    done += rows
  }
  return runs
}
