/** Measures a model on the held-out jobs: nDCG@20 by the rules' labels, and agreement with the oracle's preferences. It knows no training. */
import { openEncoder } from '../../lib/engine/encoder.ts'
import { pairAgreements } from '../../lib/engine/evaluation/pair-accuracy.ts'
import { evaluateRetrieval, innerProduct } from '../../lib/engine/evaluation/retrieval.ts'
import type { Split } from './make-split.ts'

export interface Measurement {
  ndcg: number
  agreement: number
  /** Per held-out job, for intervals; agreement is null where the oracle has no preference. */
  perJob: { ndcg: number[]; agreement: (number | null)[] }
}

export async function measureModel(folder: string, { corpus, heldOut }: Split, { maxLength, threads }: { maxLength: number; threads?: number }): Promise<Measurement> {
  const encoder = await openEncoder(folder, { threads })
  try {
    const passages = await encoder.encode(corpus, { maxLength })
    const queries = await encoder.encode(heldOut.queries, { maxLength })
    const { perQuery } = evaluateRetrieval({ queryEmbeddings: queries, corpusEmbeddings: passages, relevantIndices: heldOut.relevant })
    const score = (query: number, passage: number): number => innerProduct(queries[query] as Float32Array, passages[passage] as Float32Array)
    const agreements = pairAgreements(heldOut.pairs.map(({ query, chosen }) => score(query, chosen)), heldOut.pairs.map(({ query, rejected }) => score(query, rejected)))
    const ndcg = perQuery['ndcg@20'] as number[]
    const agreement = queries.map((_, query) => meanOf(agreements.filter((_, pair) => heldOut.pairs[pair]?.query === query)))
    return { ndcg: meanOf(ndcg) ?? 0, agreement: meanOf(agreements) ?? 0, perJob: { ndcg: ndcg.map(rounded), agreement: agreement.map((value) => (value === null ? null : rounded(value))) } }
  } finally {
    await encoder.release()
  }
}

const meanOf = (values: readonly number[]): number | null => (values.length === 0 ? null : values.reduce((total, value) => total + value, 0) / values.length)
const rounded = (value: number): number => Math.round(value * 1e4) / 1e4
