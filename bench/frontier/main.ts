/** `npm run bench:frontier`: what stage two gains in agreement with preferences, and what it loses of stage one's ranking, by method and learning rate. */
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { drawFigure } from './draw-figure.ts'
import { makeSplit } from './make-split.ts'
import { METHODS } from './methods.ts'
import { performRuns } from './perform-runs.ts'
import { readData } from './read-data.ts'
import { figureOf, printReport, reportOf } from './report.ts'

const HELP = `bench:frontier: agreement with preferences against nDCG@20 of the rules, on held-out jobs

  --seeds N,…    train with these seeds (default 1,2,3)
  --threads N    of each run (default: all cores)
  --quick        a tiny run of every method in under two minutes: proves that all works, draws no figure of the repository
  --limit N      perform at most N runs that are not in the results file yet, then stop; the next call goes on
  --data DIR     shared data (default ../shared/data)
  --model DIR    model that stage one begins with (default ../shared/models/all-MiniLM-L6-v2)
  --work DIR     results and stage one's models, kept from call to call (default: rankwell-frontier in the system's temporary folder)
  --output DIR   where frontier.svg and frontier.json go (default docs)

Some fifty runs of half a minute on one idle core for three seeds. What is measured, and how: docs/decisions/010.`

const { values } = parseArgs({
  options: {
    help: { type: 'boolean' }, quick: { type: 'boolean' }, seeds: { type: 'string', default: '1,2,3' }, limit: { type: 'string' }, threads: { type: 'string' },
    data: { type: 'string', default: '../shared/data' }, model: { type: 'string', default: '../shared/models/all-MiniLM-L6-v2' },
    work: { type: 'string', default: join(tmpdir(), 'rankwell-frontier') }, output: { type: 'string', default: 'docs' },
  },
})

const wholeNumber = (name: 'seeds' | 'limit' | 'threads', text: string): number => {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`--${name} must be a whole number of at least 1, not "${text}".`)
  return value
}

if (values.help === true) console.log(HELP)
else if (![values.data, values.model].every(existsSync)) console.log(`Skipped: ${[values.data, values.model].find((path) => !existsSync(path))} is not there; name the shared folder with --data and --model.`)
else await main()

async function main(): Promise<void> {
  const isQuick = values.quick === true
  const data = await readData(values.data, { jobsPerField: isQuick ? 4 : 10, candidatesPerField: isQuick ? 6 : 24, words: 45 })
  const split = makeSplit(data, { seed: 1, holdOutEvery: 2, shown: 12, picked: 2, positivesPerJob: 4, negativesPerJob: 4 })
  const { contrastiveRows, preferenceRows, heldOut, corpus } = split
  console.log(`${contrastiveRows.length} jobs and ${preferenceRows.length} pairs to train on, ${heldOut.queries.length} jobs and ${heldOut.pairs.length} pairs held out, ${corpus.length} candidates; rules and preferences contradict each other in ${(100 * split.conflictShare).toFixed(0)} % of the pairs on which the rules have a say`)
  const results = await performRuns({
    split, modelFolder: values.model, workFolder: isQuick ? join(values.work, 'quick') : values.work,
    seeds: isQuick ? [1] : values.seeds.split(',').map((seed) => wholeNumber('seeds', seed)),
    threads: values.threads === undefined ? undefined : wholeNumber('threads', values.threads),
    methods: isQuick ? METHODS.map((method) => ({ ...method, learningRates: [1e-4] })) : METHODS, maxSteps: isQuick ? 3 : undefined,
    limit: values.limit === undefined ? Infinity : wholeNumber('limit', values.limit), say: (line) => console.log(line),
  })
  if (results === null) {
    console.log('The limit is reached; the next call goes on from here.')
    process.exitCode = 3
    return
  }
  const output = isQuick ? join(values.work, 'quick') : values.output
  const report = reportOf(results, split)
  await mkdir(output, { recursive: true })
  await writeFile(join(output, 'frontier.json'), `${JSON.stringify(report, null, 2)}\n`)
  await writeFile(join(output, 'frontier.svg'), `${drawFigure(figureOf(report))}\n`)
  printReport(report, (line) => console.log(line))
  console.log(`Written: ${join(output, 'frontier.svg')} and frontier.json.`)
}
