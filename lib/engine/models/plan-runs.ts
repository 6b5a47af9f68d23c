/** Divides texts of different lengths into runs of few shapes, filled exactly: long texts first, so that a run's texts are alike. */
import { bucketLength, type TokenBatchShape } from './token-batch.ts'

export interface PlannedRun { shape: TokenBatchShape; /** Which texts, one a row. */ indices: number[] }

/** Tokens of one run: matrix products are at full speed from about a thousand rows on, and memory stays small. */
const TOKENS_PER_RUN = 2048
/** Rows of one run. Few sizes, so that few graphs are compiled. */
const ROW_COUNTS = [128, 64, 32, 16, 8, 4, 1]

export function planRuns(lengths: readonly number[], maxLength: number): PlannedRun[] {
  const longestFirst = lengths.map((_, index) => index).sort((a, b) => (lengths[b] as number) - (lengths[a] as number) || a - b)
  const runs: PlannedRun[] = []
  for (let done = 0; done < longestFirst.length;) {
    const length = bucketLength(lengths[longestFirst[done] as number] as number, maxLength)
    const room = Math.min(longestFirst.length - done, Math.max(1, Math.floor(TOKENS_PER_RUN / length)))
    const rows = ROW_COUNTS.find((count) => count <= room) as number
    runs.push({ shape: { rows, length }, indices: longestFirst.slice(done, done + rows) })
    done += rows
  }
  return runs
}
