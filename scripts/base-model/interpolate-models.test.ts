import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readModelFolder } from '../../lib/engine/files/model-folder.ts'
import { writeTinyModel } from '../../lib/engine/files/testing/write-tiny-model.ts'
import { interpolateModels } from './interpolate-models.ts'

let folder: string
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'rankwell-interpolate-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

test('every weight lies its share of the way from the first model to the second', async () => {
  const [a, b, output] = ['a', 'b', 'mixed'].map((name) => join(folder, name)) as [string, string, string]
  await writeTinyModel(a, 1)
  await writeTinyModel(b, 2)
  await interpolateModels(a, b, 0.25, output, 'float32')
  const [first, second, mixed] = await Promise.all([a, b, output].map(readModelFolder))
  for (const [name, { data }] of mixed!.parameters) {
    data.forEach((value, index) => expect(value).toBeCloseTo(0.75 * first!.parameters.get(name)!.data[index]! + 0.25 * second!.parameters.get(name)!.data[index]!, 6))
  }
  expect(mixed!.tokenizer).not.toBeNull()
})
