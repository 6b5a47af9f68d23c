import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeTinyModel } from '#lib/engine/files/testing/write-tiny-model.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const rankwell = (...args: string[]) => promisify(execFile)(process.execPath, ['workers/cli.ts', ...args], { cwd: root })
let folder: string
let model: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rankwell-interpolate-'))
  model = join(folder, 'model')
  await writeTinyModel(model)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('stage two with rows to replay learns the pairs, and a model is put between both stages', async () => {
  const pairs = join(folder, 'pairs.jsonl')
  const rows = join(folder, 'rows.jsonl')
  await writeFile(pairs, ['nurse', 'welder'].map((query) => `${JSON.stringify({ query, passage1: `the ${query}`, passage2: 'the cook', preferred: 'A' })}\n`).join(''))
  await writeFile(rows, ['nurse', 'welder'].map((query) => `${JSON.stringify({ query, positives: [`a ${query}`], negatives: ['a driver'] })}\n`).join(''))
  const two = join(folder, 'two')
  const { stderr } = await rankwell('train', 'rankpo', '--model', model, '--data', pairs, '--replay', rows, '--replay-batch-size', '2', '--output', two, '--max-steps', '3', '--learning-rate', '1e-3', '--device', 'cpu')
  expect(stderr).toContain('2 rows to replay read from')

  const between = join(folder, 'between')
  await rankwell('interpolate', '--model', model, '--with', two, '--weight', '0.3', '--output', between)
  const sizes = await Promise.all([model, between].map(async (path) => (await readFile(join(path, 'model.safetensors'))).length))
  expect(sizes[0]).toBe(sizes[1])
  await expect(rankwell('interpolate', '--model', model, '--with', two, '--output', between)).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('exists already') })
}, 60_000)
