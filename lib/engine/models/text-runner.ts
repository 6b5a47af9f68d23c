import type { PlannedRun } from './plan-runs.ts'
import type { TokenBatchShape } from './token-batch.ts'

/** A way to compute the vectors of token sequences run by run: which runs suit it, and one of them. */
export interface TextRunner {
  plan(lengths: readonly number[]): PlannedRun[]
  /** [rows, hidden] */
  run(sequences: readonly (readonly number[])[], shape: TokenBatchShape): Promise<Float32Array>
  release(): Promise<void>
}
