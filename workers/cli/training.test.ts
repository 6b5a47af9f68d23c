/** What a long run can rely on, through the command line: the same weights again, a clear end when it cannot go on, and the best weights. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTinyModelFolder, tinyText } from '#lib/engine/stages/testing/tiny-model-folder.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const miniLm = join(root, '../shared/models/all-MiniLM-L6-v2')
let folder: string
let model: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rankwell-training-cli-'))
  model = await createTinyModelFolder()
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await rm(model, { recursive: true, force: true })
})

interface Outcome { code: number; stdout: string; stderr: string }

function train(stage: 'contrastive' | 'rankpo', ...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['workers/cli.ts', 'train', stage, '--device', 'cpu', ...args], { cwd: root }, (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }))
  })
}

async function fileOf(name: string, rows: object[]): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  return path
}
const weightsOf = (output: string): Promise<Buffer> => readFile(join(folder, output, 'model.safetensors'))
const rowsOf = async (path: string) => (await readFile(path, 'utf8')).trim().split('\n').map((line) => JSON.parse(line) as Record<string, number>)

const pairs = Array.from({ length: 24 }, (_, index) => ({ query: tinyText(index % 5, 6), passage1: tinyText(20 + index, 10 + index), passage2: tinyText(60 + index, 12), preferred: 'A' }))
const reversed = pairs.slice(0, 8).map((pair) => ({ ...pair, preferred: 'B' }))
const rows = Array.from({ length: 16 }, (_, index) => ({ query: tinyText(index, 6), positives: [tinyText(20 + index, 10)], negatives: [tinyText(60 + index, 12), tinyText(90 + index, 30)] }))

test.each([
  ['contrastive', [], rows],
  ['contrastive', ['--recompute-activations', 'true', '--gradient-accumulation-steps', '2'], rows],
  ['rankpo', ['--tokens-per-graph', '0'], pairs],
] as const)('train %s %j twice gives the same weights bit for bit', async (stage, flags, data) => {
  const file = await fileOf('data.jsonl', [...data])
  const name = `${stage}${flags.length}`
  for (const output of [`${name}-first`, `${name}-second`]) {
    const { code } = await train(stage, '--model', model, '--data', file, '--output', join(folder, output), '--max-steps', '6', '--batch-size', '4', '--learning-rate', '1e-3', ...flags)
    expect(code).toBe(0)
  }
  expect((await weightsOf(`${name}-first`)).equals(await weightsOf(`${name}-second`))).toBe(true)
}, 60_000)

test.skipIf(!existsSync(miniLm))('all-MiniLM-L6-v2 trained twice on two threads has the same weights bit for bit (skipped without ../shared)', async () => {
  const file = await fileOf('english.jsonl', ['nurse', 'welder', 'driver', 'cook'].map((job, index, all) => ({ query: `${job} wanted`, passage1: `worked as a ${job} for five years`, passage2: `worked as a ${all[(index + 1) % 4]} for five years`, preferred: 'A' })))
  for (const output of ['minilm-first', 'minilm-second']) {
    const { code } = await train('rankpo', '--model', miniLm, '--data', file, '--output', join(folder, output), '--max-steps', '2', '--warmup-ratio', '0', '--learning-rate', '1e-4', '--threads', '2')
    expect(code).toBe(0)
  }
  expect((await weightsOf('minilm-first')).equals(await weightsOf('minilm-second'))).toBe(true)
}, 120_000)

test('a learning rate that makes the numbers explode ends with code 2 and one sentence of step, rate and rows, and leaves no model', async () => {
  const file = await fileOf('data.jsonl', pairs)
  const { code, stdout, stderr } = await train('rankpo', '--model', model, '--data', file, '--output', join(folder, 'exploded'), '--max-steps', '9', '--batch-size', '8', '--learning-rate', '1e38', '--warmup-ratio', '0', '--max-grad-norm', '1e30', '--checkpoint-folder', join(folder, 'exploded-checkpoint'))
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr.trim().split('\n').at(-1)).toMatch(/^The (loss|gradient) stopped being a finite number at step \d \(learning rate \S+, rows \d.*\)\. Lower the learning rate or look at these rows\.$/)
  expect((await readdir(folder)).filter((name) => name.includes('exploded'))).toEqual(['exploded.metrics.jsonl']) // the steps that were finite
})

test('a run that needs more than --max-memory ends with code 2 before its first step', async () => {
  const file = await fileOf('data.jsonl', pairs)
  const { code, stderr } = await train('rankpo', '--model', model, '--data', file, '--output', join(folder, 'refused'), '--max-memory', '20')
  expect([code, stderr]).toEqual([2, expect.stringMatching(/\nTraining needs about [\d.]+ GB of memory and has 0\.02 GB\. No setting makes it fit: .*\n$/)])
  expect((await readdir(folder)).filter((name) => name.includes('refused'))).toEqual([])
})

test('held-out pairs are measured with the names of transformers and TRL, stop the run, and decide which weights are written', async () => {
  const [file, heldOut] = [await fileOf('data.jsonl', pairs), await fileOf('heldout.jsonl', reversed)]
  const flags = ['--model', model, '--data', file, '--batch-size', '8', '--learning-rate', '1e-3', '--eval-data', heldOut, '--eval-steps', '2', '--early-stopping-patience', '2', '--max-steps', '40']
  const { code, stdout, stderr } = await train('rankpo', ...flags, '--output', join(folder, 'stopped'))
  expect(code).toBe(0)
  const result = JSON.parse(stdout) as { steps: number; bestStep: number; bestEvalLoss: number }
  expect(result).toMatchObject({ stoppedEarly: true, steps: result.bestStep + 4 })
  expect(stderr).toContain(`Stopped early after step ${result.steps}: the held-out loss did not fall in the last 2 evaluations.\nThe weights of step ${result.bestStep} are written: they have the lowest held-out loss, ${result.bestEvalLoss.toFixed(4)}.`)
  const logged = await rowsOf(join(folder, 'stopped', 'metrics.jsonl'))
  expect(Object.keys(logged.find((row) => 'loss' in row) ?? {}).sort()).toEqual(['epoch', 'grad_norm', 'learning_rate', 'loss', 'max_steps', 'rewards/accuracies', 'rewards/chosen', 'rewards/margins', 'rewards/rejected', 'step', 'step_time'])
  const evaluations = logged.filter((row) => 'eval_loss' in row)
  expect(Object.keys(evaluations[0] ?? {}).sort()).toEqual(['epoch', 'eval_loss', 'eval_rewards/accuracies', 'eval_rewards/chosen', 'eval_rewards/margins', 'eval_rewards/rejected', 'eval_runtime', 'eval_samples_per_second', 'max_steps', 'step'])
  expect(Math.min(...evaluations.map(({ eval_loss: loss }) => loss as number))).toBe(result.bestEvalLoss)

  const wrong = await train('rankpo', '--model', model, '--data', file, '--output', join(folder, 'none'), '--early-stopping-patience', '2')
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('--early-stopping-patience needs held-out rows: name their file with --eval-data F.')])
}, 60_000)
