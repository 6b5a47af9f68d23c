import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readModelFolder, writeModelFolder } from './files/model-folder.ts'
import { interpolateModels } from './interpolate.ts'
import { createTinyModelFolder } from './stages/testing/tiny-model-folder.ts'

let from: string
let to: string
beforeEach(async () => {
  from = await createTinyModelFolder()
  to = join(from, 'to')
  const model = await readModelFolder(from)
  await writeModelFolder(to, { ...model, parameters: new Map([...model.parameters].map(([name, { dims, data }]) => [name, { dims, data: data.map((value, index) => value + index % 3) }])) })
})
afterEach(() => rm(from, { recursive: true, force: true }))

const weightsOf = async (folder: string) => [...(await readModelFolder(folder)).parameters].map(([name, { data }]) => [name, [...data.slice(0, 6)]] as const)

test('a quarter of the way lies a quarter of the difference from the start, and the ends are the models themselves', async () => {
  const output = join(from, 'between')
  const [start, end] = [await weightsOf(from), await weightsOf(to)]
  await interpolateModels({ from, to, weight: 0.25, outputFolder: output })
  for (const [position, [, values]] of (await weightsOf(output)).entries()) {
    values.forEach((value, index) => expect(value).toBeCloseTo(0.75 * (start[position]?.[1][index] as number) + 0.25 * (end[position]?.[1][index] as number), 5))
  }
  for (const [weight, expected] of [[0, start], [1, end]] as const) {
    await interpolateModels({ from, to, weight, outputFolder: output })
    expect(await weightsOf(output)).toEqual(expected)
  }
})

test('a weight outside the line and models of two shapes are refused in one sentence', async () => {
  const outputFolder = join(from, 'between')
  await expect(interpolateModels({ from, to, weight: 1.5, outputFolder })).rejects.toThrow('The weight must lie between 0 and 1, it is 1.5.')
  const model = await readModelFolder(to)
  await writeModelFolder(to, { ...model, parameters: new Map([...model.parameters, ['extra.weight', { dims: [1], data: new Float32Array(1) }]]) })
  await expect(interpolateModels({ from, to, weight: 0.5, outputFolder })).rejects.toThrow('lacks the tensor extra.weight')
})
