import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { environmentSchema, parseEnvironment } from './env.ts'

test('the example lists every setting with its purpose, and works unchanged', () => {
  const lines = readFileSync(new URL('../.env.example', import.meta.url), 'utf8').split('\n')
  const example = Object.fromEntries(lines.filter((line) => /^[A-Z_]+=/.test(line)).map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]))
  expect(Object.keys(example).sort()).toEqual(Object.keys(environmentSchema.shape).sort())
  for (const [name, field] of Object.entries(environmentSchema.shape)) expect(lines).toContain(`# ${field.description ?? name}`)
  expect(parseEnvironment(example)).toEqual(parseEnvironment({}))
})

test('a broken configuration names every wrong setting in one message', () => {
  expect(() => parseEnvironment({ PORT: 'eighty', DATABASE_URL: 'mysql://x' })).toThrow(/PORT .*DATABASE_URL/)
})
