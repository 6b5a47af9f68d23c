/** Lays the texts of a micro-batch into rectangles for one graph: each distinct text once, and one rectangle for both sides when their longest texts need the same length. */
import { bucketLength, type TokenBatchShape } from '../models/token-batch.ts'
import type { Sequence } from './text-table.ts'

export type Side = 'queries' | 'passages'
export const SIDES = ['queries', 'passages'] as const

export interface Block { /** Begins the names of its graph inputs. */ prefix: string; shape: TokenBatchShape; sequences: readonly Sequence[] }

export interface PlannedBlocks { blocks: readonly Block[]; /** Where each side's texts are. */ of: Readonly<Record<Side, Block>> }

export function planBlocks(texts: Readonly<Record<Side, readonly Sequence[]>>, maxLength: number, lengths: readonly number[]): PlannedBlocks {
  const lengthOf = (sequences: readonly Sequence[]): number => bucketLength(Math.max(...sequences.map(({ length }) => length)), maxLength, lengths)
  const blockOf = (prefix: string, sequences: readonly Sequence[]): Block => {
    const distinct = [...new Set(sequences)]
    return { prefix, shape: { rows: bucketRows(distinct.length), length: lengthOf(sequences) }, sequences: distinct }
  }
  if (lengthOf(texts.queries) === lengthOf(texts.passages)) {
    const both = blockOf('', [...texts.queries, ...texts.passages])
    return { blocks: [both], of: { queries: both, passages: both } }
  }
  const of = { queries: blockOf('query.', texts.queries), passages: blockOf('passage.', texts.passages) }
  return { blocks: [of.queries, of.passages], of }
}

/** Row counts that graphs are compiled for: at most a quarter of the rows is empty, and few shapes occur. */
function bucketRows(count: number): number {
  const unit = 2 ** Math.max(0, Math.floor(Math.log2(count)) - 2)
  return Math.ceil(count / unit) * unit
}

export function tokensOf({ blocks }: PlannedBlocks): number {
  return blocks.reduce((total, { shape: { rows, length } }) => total + rows * length, 0)
}

/** The row of its block that each place of a side stands for; places without a text stand for the first. */
export function rowsOfSide(block: Block, sequences: readonly Sequence[], places: number): BigInt64Array {
  const rowOf = new Map(block.sequences.map((sequence, row) => [sequence, BigInt(row)]))
  return BigInt64Array.from({ length: places }, (_, place) => (sequences[place] === undefined ? 0n : rowOf.get(sequences[place]) as bigint))
}
