import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeTinyModel } from '#lib/engine/files/testing/write-tiny-model.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
let folder: string
let model: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rankwell-cli-'))
  model = join(folder, 'model')
  await writeTinyModel(model)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Outcome { code: number; stdout: string; stderr: string }

function rankwell(...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['workers/cli.ts', ...args], { cwd: root }, (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }))
  })
}

async function fileOf(name: string, rows: (object | string)[]): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, rows.map((row) => `${typeof row === 'string' ? row : JSON.stringify(row)}\n`).join(''))
  return path
}
const rowsOf = async (path: string) => (await readFile(path, 'utf8')).trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>)

const jobs = ['nurse', 'welder', 'driver', 'cook']
const preferences = jobs.flatMap((query, index) => [1, 2].map((step) => ({ query, passage1: `the ${query}`, passage2: `the ${jobs[(index + step) % 4]}`, preferred: 'A' })))
const contrastive = jobs.map((query, index) => ({ query, positives: [`a ${query}`], negatives: [`a ${jobs[(index + 1) % 4]}`] }))

test('without a command it lists the commands, and each explains itself', async () => {
  const { code, stdout } = await rankwell()
  expect([code, stdout.match(/^ {2}rankwell .+$/gm)?.length]).toEqual([0, 9])
  const outcomes = await Promise.all([...stdout.matchAll(/^ {2}rankwell (.+)$/gm)].map(([, name]) => rankwell(...name!.split(' '), '--help')))
  for (const { code: helpCode, stdout: help } of outcomes) expect([helpCode, help]).toEqual([0, expect.stringMatching(/--model DIR[\s\S]+Reads[\s\S]+Writes/)])
}, 60_000)

test('embed writes a vector of length 1 for every text, and nothing before all are done', async () => {
  const output = join(folder, 'vectors.jsonl')
  const { code, stderr } = await rankwell('embed', '--model', model, '--input', await fileOf('texts.jsonl', [{ id: 'a', text: 'nurse' }, { id: 2, text: 'a long text. '.repeat(200) }]), '--output', output)
  expect([code, stderr]).toEqual([0, expect.stringContaining('2 vectors written')])
  const rows = await rowsOf(output)
  expect(rows.map(({ id }) => id)).toEqual(['a', '2'])
  for (const { embedding } of rows) expect(Math.hypot(...(embedding as number[]))).toBeCloseTo(1, 5)
})

test('embed in int8 gives other vectors than in float32, close to them; another precision is refused', async () => {
  const input = await fileOf('precision.jsonl', [{ id: 'a', text: 'nurse on night shift' }])
  const vectorIn = async (precision: string): Promise<number[]> => {
    const output = join(folder, `${precision}.jsonl`)
    expect((await rankwell('embed', '--model', model, '--input', input, '--output', output, '--precision', precision)).code).toBe(0)
    return (await rowsOf(output))[0]?.embedding as number[]
  }
  const [exact, coarse] = [await vectorIn('float32'), await vectorIn('int8')]
  expect(coarse).not.toEqual(exact)
  expect(exact.reduce((sum, value, index) => sum + value * coarse[index]!, 0)).toBeGreaterThan(0.99)
  const { code, stderr } = await rankwell('embed', '--model', model, '--input', input, '--output', join(folder, 'none'), '--precision', 'int4')
  expect([code, stderr]).toEqual([2, expect.stringContaining('--precision must be one of float32, int8, not "int4".')])
})

test('a wrong line ends with code 2, names file and line, and leaves the earlier output as it was', async () => {
  const output = await fileOf('earlier.jsonl', [{ id: 'kept' }])
  const input = await fileOf('bad.jsonl', [{ id: 'a', text: 'x' }, '{"id": "b"}'])
  const { code, stderr } = await rankwell('embed', '--model', model, '--input', input, '--output', output)
  expect([code, stderr.split('\n').at(-2)]).toEqual([2, `${input} line 2: "text" must be a text.`])
  expect(await rowsOf(output)).toEqual([{ id: 'kept' }])
  expect((await readdir(folder)).filter((name) => name.startsWith('earlier'))).toEqual(['earlier.jsonl'])
})

test.each([
  ['a missing flag', ['embed', '--input', 'x'], '--model DIR is missing. See: rankwell embed --help'],
  ['an unknown flag', ['embed', '--modell', 'x'], "Unknown option '--modell'. See: rankwell embed --help"],
  ['a number that is none', ['rank', '--model', 'm', '--queries', 'q', '--corpus', 'c', '--output', 'o', '--top', 'ten'], '--top must be a whole number of at least 1, not "ten".'],
  ['a choice that is none', ['evaluate', 'pairs', '--model', 'm', '--data', '@pairs', '--device', 'tpu'], '--device must be one of auto, cpu, webgpu, cuda, tfjs, not "tpu".'],
  ['a device that is not there', ['evaluate', 'pairs', '--model', 'm', '--data', '@pairs', '--device', 'cuda'], 'The device cuda cannot be used: no CUDA libraries beside onnxruntime-node. Install its libraries with "node scripts/install-cuda.mjs", or use --device cpu.'],
  ['an unknown command', ['evaluate', 'nothing'], 'There is no command "evaluate nothing".'],
  ['a missing model', ['evaluate', 'pairs', '--model', 'nowhere', '--data', '@pairs'], 'nowhere/config.json is missing.'],
])('%s ends with code 2 and one sentence', async (_, args, sentence) => {
  const pairs = await fileOf('pairs.jsonl', preferences)
  const { code, stderr } = await rankwell(...args.map((arg) => (arg === '@pairs' ? pairs : arg)))
  expect([code, stderr]).toEqual([2, expect.stringContaining(sentence)])
})

test('rank writes a TREC run with the query itself first', async () => {
  const texts = await fileOf('jobs.jsonl', jobs.map((text) => ({ id: text, text })))
  const { code } = await rankwell('rank', '--model', model, '--queries', texts, '--corpus', texts, '--output', join(folder, 'run.txt'), '--top', '2')
  const lines = (await readFile(join(folder, 'run.txt'), 'utf8')).trim().split('\n').map((line) => line.split(' '))
  expect(code).toBe(0)
  expect(lines.map(([query, , passage, rank]) => [query, rank === '1' ? passage : '', rank])).toEqual(jobs.flatMap((job) => [[job, job, '1'], [job, '', '2']]))
})

test('both stages train, write metrics with the names of TRL and a folder that the other commands read', async () => {
  const stageOne = join(folder, 'stage-one')
  const first = await rankwell('train', 'contrastive', '--model', model, '--data', await fileOf('rows.jsonl', contrastive), '--output', stageOne, '--num-epochs', '2', '--batch-size', '2', '--learning-rate', '1e-3')
  expect([first.code, JSON.parse(first.stdout)]).toEqual([0, expect.objectContaining({ steps: 4, droppedRows: 0 })])
  expect(first.stderr).toMatch(/step 4 of 4, loss \d/)
  expect((await rowsOf(join(stageOne, 'metrics.jsonl'))).map(({ step }) => step)).toEqual([1, 2, 3, 4])

  const stageTwo = join(folder, 'stage-two')
  const pairs = await fileOf('pairs.jsonl', preferences)
  const second = await rankwell('train', 'rankpo', '--model', stageOne, '--data', pairs, '--output', stageTwo, '--num-epochs', '20', '--batch-size', '8', '--learning-rate', '1e-2', '--loss-type', 'sigmoid')
  expect(second.code).toBe(0)
  expect((await rowsOf(join(stageTwo, 'metrics.jsonl'))).at(-1)).toMatchObject({ step: 20, max_steps: 20, loss: expect.any(Number), grad_norm: expect.any(Number), learning_rate: expect.any(Number), 'rewards/accuracies': expect.any(Number) })

  const { stdout } = await rankwell('evaluate', 'pairs', '--model', stageTwo, '--data', pairs)
  expect(JSON.parse(stdout)).toEqual({ accuracy: 1, n: 8, interval: [1, 1] })
  const again = await rankwell('train', 'rankpo', '--model', stageOne, '--data', pairs, '--output', stageTwo)
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('exists already')])
}, 120_000)

test('evaluate retrieval prints every metric with its interval', async () => {
  const queries = await fileOf('queries.jsonl', jobs.map((text, index) => ({ query: { text }, positives: { index: [index] } })))
  const corpus = await fileOf('corpus.jsonl', jobs.map((text) => ({ text })))
  const { code, stdout } = await rankwell('evaluate', 'retrieval', '--model', model, '--queries', queries, '--corpus', corpus)
  expect([code, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ queries: 4, corpus: 4, 'ndcg@20': 1, 'mrr@10': 1, intervals: expect.objectContaining({ 'ndcg@20': [1, 1] }) })])
  const rankpo = await rankwell('evaluate', 'retrieval', '--model', model, '--queries', queries, '--corpus', corpus, '--protocol', 'rankpo')
  expect(JSON.parse(rankpo.stdout)).toMatchObject({ 'auc@1': null, 'recall@5': 1 })
})

const sample = join(root, '../shared/data/rankpo-sample')
test.skipIf(!existsSync(sample))('the two sample files of the RankPO repository train as they are', async () => {
  await cp(model, join(folder, 'sample-model'), { recursive: true })
  const from = join(folder, 'sample-model')
  const stages = [['contrastive', 'train_data-sample.jsonl'], ['rankpo', 'annotated_pair_data-sample.jsonl']] as const
  for (const [stage, file] of stages) {
    const { code, stderr } = await rankwell('train', stage, '--model', from, '--data', join(sample, file), '--output', join(folder, `sample-${stage}`), '--max-steps', '2', '--batch-size', '4')
    expect([code, stderr]).toEqual([0, expect.stringContaining('step 2 of 2')])
  }
}, 120_000)
