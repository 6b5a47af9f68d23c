import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { createRandom } from '../../lib/engine/random.ts'
import { buildRows } from './build-rows.ts'
import type { Occupation } from './occupations.ts'
import { deal, writeJob, writePerson } from './write-texts.ts'

const occupation: Occupation = {
  code: '1', title: 'Welder', description: 'Join metal.', titles: ['Welder', 'Arc Welder'], related: [], toolKinds: [],
  tasks: Array.from({ length: 12 }, (_, index) => `Task ${index}.`), tools: Array.from({ length: 10 }, (_, index) => `Tool ${index}`),
}

test('a job and its person share no task, so that only the meaning can match them', () => {
  for (let seed = 0; seed < 20; seed++) {
    const { jobTasks, personTasks } = deal(occupation, createRandom(seed))
    expect([jobTasks.length, personTasks.length]).toEqual([6, 6])
    expect(jobTasks.filter((task) => personTasks.includes(task))).toEqual([])
  }
})

test('an occupation with one name and no tools can still be written about', () => {
  for (let seed = 0; seed < 20; seed++) {
    const random = createRandom(seed)
    const plain = { ...occupation, titles: ['Welder'], tools: [] }
    const cards = deal(plain, random)
    const texts = [writeJob(plain, cards, random), writePerson(plain, cards, random)]
    for (const text of texts) expect(text).not.toMatch(/undefined|, ,|^\s*$/)
  }
})

const data = fileURLToPath(new URL('../../../shared/data', import.meta.url))
test.skipIf(!existsSync(join(data, 'onet')))('the same seed builds the same rows', async () => {
  const [rows, again] = [await buildRows(data, 7), await buildRows(data, 7)]
  expect(again).toEqual(rows)
  expect([rows.titles.length, rows.matches.length, rows.preferences.length].every((count) => count > 500)).toBe(true)
  for (const { chosen, rejected } of rows.preferences) expect(chosen).not.toBe(rejected)
})
