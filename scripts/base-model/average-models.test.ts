import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readModelFolder } from '../../lib/engine/files/model-folder.ts'
import { writeTinyModel } from '../../lib/engine/files/testing/write-tiny-model.ts'
import { averageModels } from './average-models.ts'

let folder: string
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'rankwell-average-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

test('every weight is the mean of that weight in all models', async () => {
  const paths = ['a', 'b', 'c'].map((name) => join(folder, name))
  for (const [index, path] of paths.entries()) await writeTinyModel(path, index + 1)
  await averageModels(paths, join(folder, 'mean'), 'float32')
  const models = await Promise.all(paths.map((path) => readModelFolder(path)))
  const mean = await readModelFolder(join(folder, 'mean'))
  for (const [name, { data }] of mean.parameters) {
    data.forEach((value, index) => expect(value).toBeCloseTo(models.reduce((sum, { parameters }) => sum + parameters.get(name)!.data[index]!, 0) / 3, 6))
  }
  expect(mean.tokenizer).not.toBeNull()
})
