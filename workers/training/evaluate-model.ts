/** How well a model folder does on data that it was not trained on, with texts encoded as the product ranks them. Knows no database. */
import type { Estimate, EvaluationMetrics } from '#lib/db/schema/models.ts'
import { openEncoder } from '#lib/engine/encoder.ts'
import { bootstrapInterval } from '#lib/engine/evaluation/bootstrap-interval.ts'
import { pairAgreements } from '#lib/engine/evaluation/pair-accuracy.ts'
import { ndcg } from '#lib/engine/evaluation/ranking-metrics.ts'
import type { HeldOutData } from '#lib/training/read-training-data.ts'
import { MIN_HELD_OUT_VALUES } from '#lib/training/training-config.ts'

const CUT_OFF = 20

export async function evaluateModel(modelFolder: string, { passages, pairs, rankings }: HeldOutData, { threads }: { threads?: number } = {}): Promise<EvaluationMetrics> {
  const measured = { pairs: pairs.length >= MIN_HELD_OUT_VALUES ? pairs : [], rankings: rankings.length >= MIN_HELD_OUT_VALUES ? rankings : [] }
  if (measured.pairs.length + measured.rankings.length === 0) return { pairAccuracy: null, ruleNdcg: null }
  const needed = measured.rankings.length > 0 ? passages : passages.filter(({ id }) => measured.pairs.some(({ chosen, rejected }) => chosen === id || rejected === id))
  const encoder = await openEncoder(modelFolder, { threads })
  try {
    const encode = async (texts: readonly string[]) => (await encoder.encodeDocuments(texts)).map(({ embedding }) => embedding)
    const queries = [...new Set([...measured.pairs, ...measured.rankings].map(({ query }) => query))]
    const queryVectors = await encode(queries)
    const vectorOfQuery = new Map(queries.map((query, index) => [query, queryVectors[index]!]))
    const passageVectors = await encode(needed.map(({ text }) => text))
    const vectorOf = new Map(needed.map(({ id }, index) => [id, passageVectors[index]!]))
    const score = (query: string, id: string) => innerProduct(vectorOfQuery.get(query)!, vectorOf.get(id)!)
    return {
      pairAccuracy: estimate(
        pairAgreements(measured.pairs.map(({ query, chosen }) => score(query, chosen)), measured.pairs.map(({ query, rejected }) => score(query, rejected))),
        measured.pairs.map(({ jobId }) => jobId),
      ),
      ruleNdcg: estimate(measured.rankings.map(({ query, relevant, excluded }) => {
        const ids = [...vectorOf.keys()].filter((id) => !excluded.includes(id))
        return ndcg(ids.map((id) => (relevant.includes(id) ? 1 : 0)), ids.map((id) => score(query, id)), CUT_OFF)
      })),
    }
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
