import { EngineError } from '../errors.ts'
import { accuracy, areaUnderRocCurve, averagePrecision, ndcg, precision, rankByScore, recall, reciprocalRank } from './ranking-metrics.ts'

/** Scores every query against a whole corpus and averages the metrics over queries. Knows vectors only. */
export const CUTOFFS = [1, 5, 10, 20, 100] as const

/** `standard`: every metric over the whole corpus. `rankpo`: as the RankPO repository counts, over the first 100 alone. */
export type RetrievalProtocol = 'standard' | 'rankpo'

export interface RetrievalResult {
  metrics: Record<string, number | null>
  /** The values whose mean each metric is, one per query. */
  perQuery: Record<string, number[]>
}

export interface RetrievalInput {
  /** Of length 1, so that the inner product is the cosine. */
  queryEmbeddings: readonly Float32Array[]
  corpusEmbeddings: readonly Float32Array[]
  /** Per query, the positions of the relevant texts in the corpus. */
  relevantIndices: readonly (readonly number[])[]
}

export function evaluateRetrieval({ queryEmbeddings, corpusEmbeddings, relevantIndices }: RetrievalInput, protocol: RetrievalProtocol = 'standard'): RetrievalResult {
  if (queryEmbeddings.length !== relevantIndices.length) throw new EngineError(`There are ${queryEmbeddings.length} queries and ${relevantIndices.length} lists of relevant texts.`)
  const lists = queryEmbeddings.map((query, index) => scoreCorpus(query, corpusEmbeddings, relevantIndices[index]!))
  return protocol === 'standard' ? standardMetrics(lists) : rankpoMetrics(lists)
}

interface ScoredList {
  relevance: number[]
  scores: number[]
}

function scoreCorpus(query: Float32Array, corpus: readonly Float32Array[], relevant: readonly number[]): ScoredList {
  const isRelevant = new Set(relevant)
  return { relevance: corpus.map((_, index) => (isRelevant.has(index) ? 1 : 0)), scores: corpus.map((passage) => innerProduct(query, passage)) }
}

export function innerProduct(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let index = 0; index < a.length; index++) sum += a[index]! * b[index]!
  return sum
}

function standardMetrics(lists: readonly ScoredList[]): RetrievalResult {
  const perQuery: Record<string, number[]> = {}
  const functions = { ndcg, mrr: reciprocalRank, recall, precision, map: averagePrecision, accuracy }
  for (const [name, metric] of Object.entries(functions)) {
    for (const k of CUTOFFS) perQuery[`${name}@${k}`] = lists.map(({ relevance, scores }) => metric(relevance, scores, k))
  }
  const areas = lists.map(({ relevance, scores }) => areaUnderRocCurve(relevance, scores))
  perQuery.auc = areas.filter((area) => area !== null)
  return { metrics: averages(perQuery), perQuery }
}

/** Recall over min(k, found, relevant), AUC over the pooled first k of all queries, nDCG against the best order of what was found. */
function rankpoMetrics(lists: readonly ScoredList[]): RetrievalResult {
  const found = lists.map(({ relevance, scores }) => {
    const order = rankByScore(scores).slice(0, Math.max(...CUTOFFS))
    return { relevance: order.map((index) => relevance[index]!), scores: order.map((index) => scores[index]!), total: relevance.filter((value) => value > 0).length }
  })
  const perQuery: Record<string, number[]> = {}
  const pooled: Record<string, number | null> = {}
  for (const k of CUTOFFS) {
    perQuery[`mrr@${k}`] = found.map(({ relevance, scores }) => reciprocalRank(relevance, scores, k))
    perQuery[`recall@${k}`] = found.map(({ relevance, total }) => relevance.slice(0, k).filter((value) => value > 0).length / Math.max(1, Math.min(k, relevance.length, total)))
    perQuery[`ndcg@${k}`] = found.map(({ relevance, scores }) => ndcg(relevance, scores, k))
    pooled[`auc@${k}`] = areaUnderRocCurve(found.flatMap(({ relevance }) => relevance.slice(0, k)), found.flatMap(({ scores }) => scores.slice(0, k)))
  }
  return { metrics: { ...averages(perQuery), ...pooled }, perQuery }
}

function averages(perQuery: Record<string, number[]>): Record<string, number | null> {
  return Object.fromEntries(Object.entries(perQuery).map(([name, values]) => [name, values.length ? values.reduce((sum, value) => sum + value, 0) / values.length : null]))
}
