import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadSecrets } from './secrets.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'rankwell-secrets-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

test('secrets are made once, differ from each other, and only their owner can read them', () => {
  const secrets = loadSecrets(directory)
  expect(new Set(Object.values(secrets)).size).toBe(3)
  expect(loadSecrets(directory)).toEqual(secrets)
  expect(statSync(join(directory, 'secrets.json')).mode & 0o777).toBe(0o600)
})

test('a damaged file is named with its cure, never replaced', () => {
  writeFileSync(join(directory, 'secrets.json'), '{"databasePassword":')
  expect(() => loadSecrets(directory)).toThrow(/secrets\.json is damaged: put back the copy you kept/)
})
