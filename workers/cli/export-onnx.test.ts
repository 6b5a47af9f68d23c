import { execFile } from 'node:child_process'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import * as ort from 'onnxruntime-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readModelFolder, requireTokenizer } from '#lib/engine/files/model-folder.ts'
import { writeTinyModel } from '#lib/engine/files/testing/write-tiny-model.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const rankwell = (...args: string[]) => promisify(execFile)(process.execPath, ['workers/cli.ts', ...args], { cwd: root })
let folder: string
let model: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rankwell-export-'))
  model = join(folder, 'model')
  await writeTinyModel(model)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('another runtime gives the vector of an exported model that embed gives', async () => {
  const onnx = join(folder, 'encoder.onnx')
  const texts = join(folder, 'texts.jsonl')
  const vectors = join(folder, 'vectors.jsonl')
  const text = 'the nurse and the welder'
  await writeFile(texts, `${JSON.stringify({ id: 'a', text })}\n`)
  await rankwell('export', 'onnx', '--model', model, '--output', onnx)
  await rankwell('embed', '--model', model, '--input', texts, '--output', vectors, '--device', 'cpu')
  const { embedding } = JSON.parse(await readFile(vectors, 'utf8')) as { embedding: number[] }

  const ids = BigInt64Array.from(requireTokenizer(await readModelFolder(model)).encode(text, 64), BigInt)
  const session = await ort.InferenceSession.create(onnx)
  const { sentence_embedding: exported } = await session.run({
    input_ids: new ort.Tensor('int64', ids, [1, ids.length]), attention_mask: new ort.Tensor('int64', ids.map(() => 1n), [1, ids.length]),
  })
  embedding.forEach((value, index) => expect(exported?.data[index]).toBeCloseTo(value, 5))
  await session.release()
})

test('a place that cannot be written to is one sentence, and nothing is left', async () => {
  await expect(rankwell('export', 'onnx', '--model', model, '--output', join(folder, 'nowhere', 'encoder.onnx'))).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('cannot be written') })
  expect(await readdir(folder)).not.toContain('nowhere')
})
