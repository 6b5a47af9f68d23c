/** Groups of one query, its positive and negatives, made from tokenised rows; and which passages of a batch may stand against which query. It knows no loss. */
import { shuffle, type Random } from '../random.ts'

/** Texts by their number in the table. */
export interface TokenizedRow { row: number; query: number; positives: number[]; negatives: number[] }

/** The positive comes first among the passages. */
export interface ContrastiveGroup { row: number; query: number; passages: readonly number[] }

/** Every known positive of a query: never its negative, whoever's group it stands in. */
export type PositivesOf = ReadonlyMap<number, ReadonlySet<number>>

/** A negative that is also a positive of its query is no negative; a row that has nothing left to learn from is dropped. */
export function selectRows(rows: readonly TokenizedRow[], inBatchNegatives: boolean, known: PositivesOf = new Map()): { usable: TokenizedRow[]; positivesOf: PositivesOf } {
  const positivesOf = new Map([...known].map(([query, positives]) => [query, new Set(positives)]))
  for (const { query, positives } of rows) {
    positivesOf.set(query, new Set([...positivesOf.get(query) ?? [], ...positives]))
  }
  const cleaned = rows.map((row) => ({ ...row, negatives: row.negatives.filter((text) => !positivesOf.get(row.query)?.has(text)) }))
  const usable = cleaned.filter(({ positives, negatives }) => positives.length > 0 && (inBatchNegatives || negatives.length > 0))
  return { usable, positivesOf }
}

/** Passages of the largest group, the positive included, when at most so many negatives are used. */
export function groupSizeOf(rows: readonly TokenizedRow[], negativesPerQuery: number): number {
  return 1 + Math.min(negativesPerQuery, rows.reduce((most, { negatives }) => Math.max(most, negatives.length), 0))
}

/** A group for each positive, with negatives drawn anew. */
export function makeGroups(rows: readonly TokenizedRow[], groupSize: number, random: Random): ContrastiveGroup[] {
  return rows.flatMap(({ row, query, positives, negatives }) => positives.map((positive) => {
    const chosen = negatives.length > groupSize - 1 ? shuffle(negatives, random).slice(0, groupSize - 1) : negatives
    return { row, query, passages: [positive, ...chosen] }
  }))
}

/** The passages of the groups side by side, groupSize each; a smaller group repeats its positive where `candidateBias` leaves it out. */
export function passagesOf(groups: readonly ContrastiveGroup[], groupSize: number): number[] {
  return groups.flatMap(({ passages }) => Array.from({ length: groupSize }, (_, position) => passages[position] ?? (passages[0] as number)))
}

const EXCLUDED = -1e9

export interface BatchShape { batchSize: number; groupSize: number; inBatchNegatives: boolean }

export const candidatesPerQuery = ({ batchSize, groupSize, inBatchNegatives }: BatchShape): number => (inBatchNegatives ? batchSize * groupSize : groupSize)

/** [batchSize, candidates of each query]: 0 where a passage stands against a query, very negative where it must not count. */
export function candidateBias(groups: readonly ContrastiveGroup[], shape: BatchShape, positivesOf: PositivesOf): Float32Array {
  const { batchSize, groupSize, inBatchNegatives } = shape
  const candidates = candidatesPerQuery(shape)
  const bias = new Float32Array(batchSize * candidates)
  groups.forEach(({ query }, row) => {
    const positives = positivesOf.get(query)
    for (let candidate = 0; candidate < candidates; candidate++) {
      const position = candidate % groupSize
      const owner = inBatchNegatives ? Math.floor(candidate / groupSize) : row
      const passage = groups[owner]?.passages[position]
      const isOwnPositive = owner === row && position === 0
      const counts = passage !== undefined && (isOwnPositive || !positives?.has(passage))
      if (!counts) bias[row * candidates + candidate] = EXCLUDED
    }
  })
  return bias
}
