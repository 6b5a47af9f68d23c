import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const base = join(root, 'models/base')
let folder: string
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'rankwell-mine-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

const rankwell = (...args: string[]) => new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
  execFile(process.execPath, ['workers/cli.ts', ...args], { cwd: root }, (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }))
})
async function fileOf(name: string, rows: object[]): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  return path
}
const rowsOf = async (path: string) => (await readFile(path, 'utf8')).trim().split('\n').map((line) => JSON.parse(line) as { query: string; positives: string[]; negatives: string[] })

const trades = ['nurse', 'welder', 'lorry driver', 'pastry cook', 'tax accountant', 'network engineer']
const sentences = [(trade: string) => `Works as a ${trade} since 2015.`, (trade: string) => `Certified ${trade} with references.`, (trade: string) => `Trained apprentices as a senior ${trade}.`, (trade: string) => `Looking for part-time work, formerly ${trade}.`]
const corpus = [...trades.flatMap((trade) => sentences.map((sentence, index) => ({ id: `${trade.split(' ')[0]}-${index}`, text: sentence(trade) }))), { id: 'empty', text: ' ' }, { id: 'twin', text: 'Works as a welder since 2015.' }]
const queries = [
  { id: 'q1', text: 'We are hiring a nurse', positives: ['nurse-0', 'Certified nurse with references.', 'A nurse of another clinic, not in the corpus.'] },
  { id: 'q2', text: 'We are hiring a welder', positives: ['welder-0'] },
]

test.skipIf(!existsSync(base))('mined rows hold near passages of other trades, are the same for the same seed, and train as they are (skipped without models/base)', async () => {
  const args = ['mine-negatives', '--model', base, '--queries', await fileOf('queries.jsonl', queries), '--corpus', await fileOf('corpus.jsonl', corpus), '--negatives-per-query', '4', '--ranks', '0-12', '--num-clusters', '4', '--relative-margin', '0.2']
  const first = await rankwell(...args, '--output', join(folder, 'rows.jsonl'))
  expect([first.code, first.stderr]).toEqual([0, expect.stringMatching(/empty passages left out: 1[\s\S]*passages: 26 of 26 encoded[\s\S]*2 rows with 8 negatives written[\s\S]*likely positives left out: \d+/)])
  const rows = await rowsOf(join(folder, 'rows.jsonl'))
  expect(rows.map(({ query, positives }) => [query, positives])).toEqual([
    ['We are hiring a nurse', ['Works as a nurse since 2015.', 'Certified nurse with references.', 'A nurse of another clinic, not in the corpus.']],
    ['We are hiring a welder', ['Works as a welder since 2015.']],
  ])
  for (const { positives, negatives } of rows) {
    expect(new Set(negatives).size).toBe(4)
    expect(negatives.filter((text) => positives.includes(text))).toEqual([])
  }
  await rankwell(...args, '--output', join(folder, 'again.jsonl'))
  expect(await readFile(join(folder, 'again.jsonl'), 'utf8')).toBe(await readFile(join(folder, 'rows.jsonl'), 'utf8'))

  const remined = await rankwell(...args.with(4, join(folder, 'rows.jsonl')), '--method', 'top', '--relative-margin', 'none', '--output', join(folder, 'top.jsonl'))
  expect([remined.code, (await rowsOf(join(folder, 'top.jsonl')))[0]!.negatives[0]]).toEqual([0, expect.stringContaining('nurse')])

  const trained = await rankwell('train', 'contrastive', '--model', base, '--data', join(folder, 'rows.jsonl'), '--output', join(folder, 'model'), '--max-steps', '1', '--max-passage-length', '16')
  expect([trained.code, JSON.parse(trained.stdout)]).toEqual([0, expect.objectContaining({ steps: 1, droppedRows: 0 })])
}, 120_000)

test.each([
  ['a positive that the corpus does not have', [{ id: 'q', text: 'nurse', positives: ['nurse-9'] }], [], 'queries.jsonl line 1: the positive "nurse-9" is neither an id nor a text of the corpus.'],
  ['positives that are no list', [{ id: 'q', text: 'nurse', positives: 'nurse-0' }], [], 'queries.jsonl line 1: "positives" must be a list of ids or texts of passages.'],
  ['a query without text', [{ id: 'q', text: 'nurse' }, { id: 'r' }], [], 'queries.jsonl line 2: "text" must be a text that is not empty.'],
  ['an id used twice', [{ id: 'q', text: 'nurse' }, { id: 'q', text: 'cook' }], [], 'queries.jsonl line 2: the id "q" is already used in line 1.'],
  ['ranks that are none', queries, ['--ranks', '100-0'], '--ranks must be two ranks such as 0-100, not "100-0".'],
  ['a decay above 1', queries, ['--cluster-decay', '1.5'], '--cluster-decay must lie above 0 and be at most 1, not "1.5".'],
])('%s ends with code 2 and one sentence, and writes nothing', async (_, rows, flags, sentence) => {
  const output = join(folder, 'nothing.jsonl')
  const { code, stderr } = await rankwell('mine-negatives', '--model', base, '--queries', await fileOf('queries.jsonl', rows), '--corpus', await fileOf('corpus.jsonl', corpus), '--output', output, ...flags)
  expect([code, stderr]).toEqual([2, expect.stringContaining(sentence)])
  expect(existsSync(output)).toBe(false)
})
