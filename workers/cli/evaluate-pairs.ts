import { bootstrapInterval } from '#lib/engine/evaluation/bootstrap-interval.ts'
import { pairAgreements } from '#lib/engine/evaluation/pair-accuracy.ts'
import { innerProduct } from '#lib/engine/evaluation/retrieval.ts'
import { readPreferenceRows } from '#lib/engine/rows/preference-rows.ts'
import type { Command } from './command.ts'
import { encodingFlags, lengthFlags, maxLengthsOf, withEncoder } from './encoding-flags.ts'
import type { TextEncoder, TextRole } from './encoding-flags.ts'

/** `rankwell evaluate pairs`: how often the model prefers what people preferred. */
export const evaluatePairs: Command = {
  name: 'evaluate pairs',
  summary: 'how often the model prefers the preferred passage',
  flags: { ...encodingFlags, data: { value: 'F', help: 'JSON lines of preference pairs', isRequired: true }, ...lengthFlags },
  formats: 'Reads   {"query", "passage1", "passage2", "preferred": "A"|"B"}, optionally "query_id"\nWrites  {"accuracy", "n", "interval"}: pairs the model cannot tell apart count half; the 95 % interval draws the pairs of a query together',
  async run(flags, context) {
    const rows = await readPreferenceRows(flags.text('data'))
    await withEncoder(flags, context, maxLengthsOf(flags), async (encoder) => {
      const queries = await encodeOnce(encoder, rows.map(({ query }) => query), 'query')
      const passages = await encodeOnce(encoder, rows.flatMap(({ chosen, rejected }) => [chosen, rejected]), 'passage')
      const score = (query: string, passage: string) => innerProduct(queries.get(query)!, passages.get(passage)!)
      const agreements = pairAgreements(rows.map(({ query, chosen }) => score(query, chosen)), rows.map(({ query, rejected }) => score(query, rejected)))
      const { mean, low, high } = bootstrapInterval(agreements, { clusters: rows.map(({ queryId }) => queryId) })
      context.writeOutput(JSON.stringify({ accuracy: mean, n: rows.length, interval: [low, high] }))
    })
  },
}

async function encodeOnce(encoder: TextEncoder, texts: string[], role: TextRole): Promise<Map<string, Float32Array>> {
  const distinct = [...new Set(texts)]
  const embeddings = await encoder.encode(distinct, role)
  return new Map(distinct.map((text, index) => [text, embeddings[index]!]))
}
