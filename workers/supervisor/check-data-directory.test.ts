import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkDataDirectory } from './check-data-directory.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'rankwell-data-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

test('a missing folder is made for its owner alone', () => {
  checkDataDirectory(join(directory, 'new', 'data'))
  expect(statSync(join(directory, 'new', 'data')).mode & 0o777).toBe(0o700)
})

test('a file in its place is refused with the cure', () => {
  writeFileSync(join(directory, 'data'), '')
  expect(() => checkDataDirectory(join(directory, 'data'))).toThrow(/RANKWELL_DATA/)
})

test.skipIf(process.getuid?.() === 0)('an unwritable folder is refused with the cure', () => {
  chmodSync(directory, 0o500)
  expect(() => checkDataDirectory(directory)).toThrow(/EACCES.*Make it writable/)
  chmodSync(directory, 0o700)
})

test('a place where no folder can be made is refused with the cure', () => {
  writeFileSync(join(directory, 'file'), '')
  expect(() => checkDataDirectory(join(directory, 'file', 'data'))).toThrow(/cannot be used .*set RANKWELL_DATA to another folder/)
})
