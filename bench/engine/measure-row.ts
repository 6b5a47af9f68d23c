/** Measures a row: both sides in turn on the same inputs, who begins changing from round to round; the ratio is taken within each round. */
import type { BenchOptions, Row } from './row.ts'
import type { Ceiling } from './machine.ts'

export interface Measurement {
  row: Row
  ours: number[]
  peer: number[]
  /** How many times as good as the peer, round by round. */
  ratios: number[]
  /** Share of the speed of the machine's own matrix product. */
  shareOfCeiling: { ours: number; peer: number } | null
  remarks: string[]
}

export async function measureRow(row: Row, options: BenchOptions, ceiling: Ceiling): Promise<Measurement> {
  const prepared = await row.prepare(options)
  const sides = { ours: [] as number[], peer: [] as number[] }
  const rounds = prepared.rounds ?? options.rounds
  for (let round = 0; round <= rounds; round++) {
    for (const side of round % 2 === 0 ? ['ours', 'peer'] as const : ['peer', 'ours'] as const) {
      const value = await prepared[side]?.(round)
      if (value !== undefined && (round > 0 || rounds === 0)) sides[side].push(value) // the first round warms up
    }
  }
  const { floatingPointOperations: operations } = prepared
  const share = (seconds: number, gigaflops: number | null): number => (gigaflops === null ? Number.NaN : (operations ?? 0) / seconds / 1e9 / gigaflops)
  const measurement: Measurement = {
    row, ...sides,
    ratios: sides.peer.map((peer, round) => (row.unit === 'texts a second' ? (sides.ours[round] as number) / peer : peer / (sides.ours[round] as number))),
    shareOfCeiling: operations === undefined || row.unit !== 'seconds' ? null : { ours: share(median(sides.ours), ceiling.ours), peer: share(median(sides.peer), ceiling.peer) },
    remarks: prepared.remarks?.() ?? [],
  }
  await prepared.release()
  return measurement
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] as number : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}
