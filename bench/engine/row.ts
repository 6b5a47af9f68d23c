/** One row of the table: the same work done by us and by the peer. It knows neither how rounds are ordered nor how results are printed. */
import type { Peer } from './peer.ts'

export interface BenchOptions {
  modelFolder: string
  /** Python's side; null when no Python was given. */
  peer: Peer | null
  /** The Python itself, for rows that start fresh processes. */
  python: string | undefined
  threads: number
  rounds: number
  /** Share of the full work, for rows that take minutes. */
  scale: number
}

export interface Row {
  /** What `--rows` calls it. */
  name: string
  title: string
  /** What the numbers are; of texts a second more is better, of all others less. */
  unit: 'seconds' | 'milliseconds' | 'texts a second' | 'megabytes' | 'steps'
  target: string
  prepare(options: BenchOptions): Promise<PreparedRow>
}

export interface PreparedRow {
  /** The work of a round, the number measured by whoever does it. Round 0 warms up. */
  ours(round: number): Promise<number>
  peer: ((round: number) => Promise<number>) | null
  /** Multiplications and additions of the matrix products in one round, for the distance to the ceiling. */
  floatingPointOperations?: number
  /** Rounds to measure when the row does not take the number given. */
  rounds?: number
  /** Further facts, printed after the rounds. */
  remarks?(): string[]
  release(): Promise<void>
}
