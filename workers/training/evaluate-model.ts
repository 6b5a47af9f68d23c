/** How well a model folder does on data that it was not trained on, with texts encoded as the product ranks them. Knows no database. */
import type { Estimate, EvaluationMetrics } from '#lib/db/schema/models.ts'
import { openEncoder } from '#lib/engine/encoder.ts'
import { bootstrapInterval } from '#lib/engine/evaluation/bootstrap-interval.ts'
import { pairAgreements } from '#lib/engine/evaluation/pair-accuracy.ts'
import { ndcg } from '#lib/engine/evaluation/ranking-metrics.ts'
import type { HeldOutData, HeldOutText } from '#lib/training/read-training-data.ts'
import { MIN_HELD_OUT_VALUES } from '#lib/training/training-config.ts'

const CUT_OFF = 20

export async function evaluateModel(modelFolder: string, data: HeldOutData, { threads, isLive }: { threads?: number; isLive: boolean }): Promise<EvaluationMetrics> {
  const pairs = data.pairs.length >= MIN_HELD_OUT_VALUES ? data.pairs : []
  const rankings = data.rankings.length >= MIN_HELD_OUT_VALUES ? data.rankings : []
  if (pairs.length + rankings.length === 0) return { pairAccuracy: null, ruleNdcg: null }
  const named = new Set([...pairs, ...rankings].map(({ query }) => query))
  const inPairs = new Set(pairs.flatMap(({ chosen, rejected }) => [chosen, rejected]))
  const queries = data.queries.filter(({ id }) => named.has(id))
  const passages = rankings.length > 0 ? data.passages : data.passages.filter(({ id }) => inPairs.has(id))
  const vectors = await encodeTexts(modelFolder, [...queries, ...passages], { threads, isLive })
  const score = (query: string, id: string) => innerProduct(vectors.get(query)!, vectors.get(id)!)
  return {
    pairAccuracy: estimate(
      pairAgreements(pairs.map(({ query, chosen }) => score(query, chosen)), pairs.map(({ query, rejected }) => score(query, rejected))),
      pairs.map(({ jobId }) => jobId),
    ),
    ruleNdcg: estimate(rankings.map(({ query, relevant, excluded }) => {
      const ids = passages.map(({ id }) => id).filter((id) => !excluded.includes(id))
      return ndcg(ids.map((id) => (relevant.includes(id) ? 1 : 0)), ids.map((id) => score(query, id)), CUT_OFF)
    })),
  }
}

/** The live model's stored vectors are what its list was made of; only what is missing is encoded. */
async function encodeTexts(modelFolder: string, texts: readonly HeldOutText[], { threads, isLive }: { threads?: number; isLive: boolean }): Promise<Map<string, Float32Array>> {
  const vectors = new Map<string, Float32Array>()
  for (const { id, liveVector } of texts) if (isLive && liveVector) vectors.set(id, Float32Array.from(liveVector))
  const missing = texts.filter(({ id }) => !vectors.has(id))
  if (missing.length === 0) return vectors
  const encoder = await openEncoder(modelFolder, { threads })
  try {
    const encoded = await encoder.encodeDocuments(missing.map(({ text }) => text))
    missing.forEach(({ id }, index) => vectors.set(id, encoded[index]!.embedding))
    return vectors
  } finally {
    await encoder.release()
  }
}

/** The interval draws whole jobs, since answers about one job hang together. */
function estimate(values: readonly number[], clusters?: readonly string[]): Estimate | null {
  if (values.length === 0) return null
  const { mean, low, high } = bootstrapInterval(values, { clusters })
  return { value: mean, low, high, n: values.length }
}

function innerProduct(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0)
}
