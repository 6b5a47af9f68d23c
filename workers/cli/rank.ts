import { AppError } from '#lib/errors.ts'
import { rankByScore } from '#lib/engine/evaluation/ranking-metrics.ts'
import { innerProduct } from '#lib/engine/evaluation/retrieval.ts'
import { readTextRows } from '#lib/engine/rows/text-rows.ts'
import type { TextRow } from '#lib/engine/rows/text-rows.ts'
import type { Command } from './command.ts'
import { encodingFlags, lengthFlags, maxLengthsOf, withEncoder } from './encoding-flags.ts'
import { writeLines } from './write-lines.ts'

/** `rankwell rank`: the best passages for each query, as a TREC run that trec_eval and its kin read. */
export const rank: Command = {
  name: 'rank',
  summary: 'rank the passages of a corpus for each query',
  flags: {
    ...encodingFlags,
    queries: { value: 'F', help: 'JSON lines of queries', isRequired: true },
    corpus: { value: 'F', help: 'JSON lines of passages', isRequired: true },
    output: { value: 'F', help: 'TREC run', isRequired: true },
    top: { value: 'N', help: 'passages per query', default: '100' },
    ...lengthFlags,
  },
  formats: 'Reads   {"id", "text"} in both files\nWrites  QUERY Q0 PASSAGE RANK SCORE rankwell',
  async run(flags, context) {
    const top = flags.number('top', { least: 1, isWhole: true })!
    const queries = await readIdentified(flags.text('queries'))
    const corpus = await readIdentified(flags.text('corpus'))
    await withEncoder(flags, context, maxLengthsOf(flags), async (encoder) => {
      const queryEmbeddings = await encoder.encode(queries.map(({ text }) => text), 'query')
      const corpusEmbeddings = await encoder.encode(corpus.map(({ text }) => text), 'passage')
      await writeLines(flags.text('output'), runLines(queries, queryEmbeddings, corpus, corpusEmbeddings, top))
      context.writeNote(`${queries.length} queries ranked over ${corpus.length} passages, written to ${flags.text('output')}`)
    })
  },
}

/** The columns of a TREC run are parted by spaces, so an id cannot hold one. */
async function readIdentified(path: string): Promise<TextRow[]> {
  const rows = await readTextRows(path)
  const broken = rows.find(({ id }) => /\s/.test(id))
  if (broken) throw new AppError('invalid_input', `${path}: the id "${broken.id}" holds a space, which a TREC run cannot carry.`)
  return rows
}

function* runLines(queries: TextRow[], queryEmbeddings: Float32Array[], corpus: TextRow[], corpusEmbeddings: Float32Array[], top: number): Generator<string> {
  for (const [index, query] of queries.entries()) {
    const scores = corpusEmbeddings.map((embedding) => innerProduct(queryEmbeddings[index]!, embedding))
    for (const [rankIndex, passage] of rankByScore(scores).slice(0, top).entries()) {
      yield `${query.id} Q0 ${corpus[passage]!.id} ${rankIndex + 1} ${scores[passage]!.toFixed(8)} rankwell`
    }
  }
}
