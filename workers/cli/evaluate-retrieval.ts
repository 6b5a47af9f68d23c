import { bootstrapInterval } from '#lib/engine/evaluation/bootstrap-interval.ts'
import { evaluateRetrieval as evaluate } from '#lib/engine/evaluation/retrieval.ts'
import { readRetrievalQueries } from '#lib/engine/rows/retrieval-queries.ts'
import { readCorpus } from '#lib/engine/rows/text-rows.ts'
import type { Command } from './command.ts'
import { encodingFlags, lengthFlags, maxLengthsOf, withEncoder } from './encoding-flags.ts'

/** `rankwell evaluate retrieval`: how high the model ranks what is relevant in a corpus. */
export const evaluateRetrieval: Command = {
  name: 'evaluate retrieval',
  summary: 'how high the model ranks the relevant passages of a corpus',
  flags: {
    ...encodingFlags,
    queries: { value: 'F', help: 'JSON lines of queries with their relevant passages', isRequired: true },
    corpus: { value: 'F', help: 'JSON lines of passages', isRequired: true },
    protocol: { value: 'standard|rankpo', help: 'definitions over the whole corpus, or those of the RankPO repository over the first 100', default: 'standard' },
    ...lengthFlags,
  },
  formats: 'Reads   {"query": {"text"}, "positives": {"index": [rows of the corpus, from 0]}} and {"text"}\nWrites  {"queries", "corpus", "ndcg@20", "mrr@10", …, "intervals": {"ndcg@20": [low, high], …}}, 95 % over queries',
  async run(flags, context) {
    const protocol = flags.choice('protocol', ['standard', 'rankpo'])
    const corpus = await readCorpus(flags.text('corpus'))
    const queries = await readRetrievalQueries(flags.text('queries'), corpus.length)
    await withEncoder(flags, context, maxLengthsOf(flags), async (encoder) => {
      const { metrics, perQuery } = evaluate({
        queryEmbeddings: await encoder.encode(queries.map(({ text }) => text), 'query'),
        corpusEmbeddings: await encoder.encode(corpus, 'passage'),
        relevantIndices: queries.map(({ relevantIndices }) => relevantIndices),
      }, protocol)
      const intervals = Object.fromEntries(Object.entries(perQuery).filter(([, values]) => values.length > 0).map(([name, values]) => {
        const { low, high } = bootstrapInterval(values)
        return [name, [low, high]]
      }))
      context.writeOutput(JSON.stringify({ queries: queries.length, corpus: corpus.length, ...metrics, intervals }))
    })
  },
}
