import { innerProduct } from '#lib/engine/evaluation/retrieval.ts'
import { NEGATIVE_METHODS } from '#lib/engine/negatives/draw-negatives.ts'
import { mineNegatives as mine, MINING_DEFAULTS } from '#lib/engine/negatives/mine-negatives.ts'
import type { MinedNegatives, MiningConfig } from '#lib/engine/negatives/mine-negatives.ts'
import { createRandom } from '#lib/engine/random.ts'
import { readMiningQueries } from '#lib/engine/rows/mining-queries.ts'
import type { MiningQueryRow } from '#lib/engine/rows/mining-queries.ts'
import { readTextRows } from '#lib/engine/rows/text-rows.ts'
import type { TextRow } from '#lib/engine/rows/text-rows.ts'
import { AppError } from '#lib/errors.ts'
import type { Command, CommandContext, FlagValues } from './command.ts'
import { encodingFlags, lengthFlags, maxLengthsOf, withEncoder } from './encoding-flags.ts'
import type { TextEncoder } from './encoding-flags.ts'
import { writeLines } from './write-lines.ts'

/** `rankwell mine-negatives`: contrastive rows whose negatives are what a model itself ranks near each query, known positives and likely ones left out. */
export const mineNegatives: Command = {
  name: 'mine-negatives',
  summary: 'find hard negatives for each query in the model\'s own ranking',
  flags: {
    ...encodingFlags,
    queries: { value: 'F', help: 'JSON lines of queries with their positives', isRequired: true },
    corpus: { value: 'F', help: 'JSON lines of passages', isRequired: true },
    output: { value: 'F', help: 'JSON lines of contrastive rows', isRequired: true },
    'negatives-per-query': { value: 'N', help: 'negatives of a row', default: String(MINING_DEFAULTS.negativesPerQuery) },
    ranks: { value: 'A-B', help: 'negatives come from rank A up to but without rank B; 0 is the nearest', default: `${MINING_DEFAULTS.firstRank}-${MINING_DEFAULTS.lastRank}` },
    method: { value: 'cluster|sample|top', help: 'spread over clusters of similar passages, any in the ranks alike, or the nearest', default: MINING_DEFAULTS.method },
    'num-clusters': { value: 'N', help: 'clusters that the passages in the ranks are parted into', default: String(MINING_DEFAULTS.numClusters) },
    'cluster-decay': { value: 'X', help: 'weight of a passage for each nearer one of its cluster, above 0 and at most 1', default: String(MINING_DEFAULTS.clusterDecay) },
    'relative-margin': { value: 'X|none', help: 'leave out, as a likely positive, what scores above the positive less this share of it', default: String(MINING_DEFAULTS.relativeMargin) },
    'absolute-margin': { value: 'X|none', help: 'leave out what scores above the positive less X', default: 'none' },
    seed: { value: 'N', help: 'of clusters and draws', default: '42' },
    ...lengthFlags,
  },
  formats: [
    'Reads   {"id", "text", "positives": [ids or texts of passages]} or contrastive rows, and {"id", "text"}',
    'Writes  {"query", "positives": […], "negatives": […]}, nearest first, as train contrastive reads them',
  ].join('\n'),
  async run(flags, context) {
    const config = miningConfigOf(flags)
    const seed = flags.number('seed', { least: 0, isWhole: true })!
    const all = await readTextRows(flags.text('corpus'))
    const corpus = all.filter(({ text }) => text.trim() !== '') // a row cannot hold an empty passage
    if (corpus.length === 0) throw new AppError('invalid_input', `${flags.text('corpus')} has only empty texts.`)
    if (corpus.length < all.length) context.writeNote(`empty passages left out: ${all.length - corpus.length}`)
    const queries = await readMiningQueries(flags.text('queries'), corpus)
    await withEncoder(flags, context, maxLengthsOf(flags), async (encoder) => {
      const mined = await mineAll(encoder, queries, corpus, { config, seed, signal: context.signal })
      await writeLines(flags.text('output'), mined.map(({ negatives }, index) => JSON.stringify(contrastiveRow(queries[index]!, negatives, corpus))))
      describe(queries, mined, config, flags.text('output')).forEach(context.writeNote)
    })
  },
}

interface MiningOptions {
  config: MiningConfig
  seed: number
  signal: CommandContext['signal']
}

async function mineAll(encoder: TextEncoder, queries: readonly MiningQueryRow[], corpus: readonly TextRow[], { config, seed, signal }: MiningOptions): Promise<MinedNegatives[]> {
  const queryEmbeddings = await encoder.encode(queries.map(({ text }) => text), 'query')
  const furtherTexts = [...new Set(queries.flatMap(({ furtherPositives }) => furtherPositives))]
  const passages = await encoder.encode([...corpus.map(({ text }) => text), ...furtherTexts], 'passage')
  const [corpusEmbeddings, further] = [passages.slice(0, corpus.length), new Map(furtherTexts.map((text, index) => [text, passages[corpus.length + index]!]))]
  const firstWith = new Map(corpus.map(({ text }, place) => [text, place] as const).reverse())
  const sameAs = (place: number) => firstWith.get(corpus[place]!.text)!
  return queries.map(({ text, positives, furtherPositives }, index) => {
    signal.throwIfAborted()
    const embedding = queryEmbeddings[index]!
    const positiveScores = [...positives.map((place) => corpusEmbeddings[place]!), ...furtherPositives.map((positive) => further.get(positive)!)].map((positive) => innerProduct(embedding, positive))
    const known = new Set([...positives, ...(firstWith.has(text) ? [firstWith.get(text)!] : [])])
    // Each query has a generator of its own, so that its negatives do not depend on the queries before it.
    return mine({ embedding, positiveScores, known }, corpusEmbeddings, config, createRandom(seed ^ Math.imul(index + 1, 0x9e3779b1)), sameAs)
  })
}

function contrastiveRow({ text, positives, furtherPositives }: MiningQueryRow, negatives: readonly number[], corpus: readonly TextRow[]) {
  const textsOf = (places: readonly number[]) => places.map((place) => corpus[place]!.text)
  return { query: text, positives: [...textsOf(positives), ...furtherPositives], negatives: textsOf(negatives) }
}

function describe(queries: readonly MiningQueryRow[], mined: readonly MinedNegatives[], { negativesPerQuery }: MiningConfig, output: string): string[] {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  const count = (test: (negatives: number, query: MiningQueryRow) => boolean) => queries.filter((query, index) => test(mined[index]!.negatives.length, query)).length
  const [without, few, none] = [count((_, query) => query.positives.length + query.furtherPositives.length === 0), count((negatives) => negatives > 0 && negatives < negativesPerQuery), count((negatives) => negatives === 0)]
  return [
    `${queries.length} rows with ${sum(mined.map(({ negatives }) => negatives.length))} negatives written to ${output}`,
    `likely positives left out: ${sum(mined.map(({ suspects }) => suspects))} (they score like a known one)`,
    ...(few > 0 ? [`rows with fewer than ${negativesPerQuery} negatives: ${few}; wider --ranks or a smaller margin would fill them`] : []),
    ...(none > 0 ? [`rows without any negative: ${none}`] : []),
    ...(without > 0 ? [`queries without positives: ${without}; nothing guards their negatives, and train contrastive refuses their rows until a positive is filled in`] : []),
  ]
}

function miningConfigOf(flags: FlagValues): MiningConfig {
  const ranks = /^(\d{1,9})-(\d{1,9})$/.exec(flags.text('ranks'))
  if (!ranks || Number(ranks[1]) >= Number(ranks[2])) throw new AppError('invalid_input', `--ranks must be two ranks such as 0-100, not "${flags.text('ranks')}".`)
  const clusterDecay = flags.number('cluster-decay')!
  if (clusterDecay <= 0 || clusterDecay > 1) throw new AppError('invalid_input', `--cluster-decay must lie above 0 and be at most 1, not "${flags.text('cluster-decay')}".`)
  const margin = (name: string) => (flags.text(name) === 'none' ? null : flags.number(name, { least: 0 })!)
  return {
    firstRank: Number(ranks[1]), lastRank: Number(ranks[2]), clusterDecay,
    method: flags.choice('method', NEGATIVE_METHODS)!,
    negativesPerQuery: flags.number('negatives-per-query', { least: 1, isWhole: true })!,
    numClusters: flags.number('num-clusters', { least: 1, isWhole: true })!,
    relativeMargin: margin('relative-margin'), absoluteMargin: margin('absolute-margin'),
  }
}
