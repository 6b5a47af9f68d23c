import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { openJournal, presentLine } from './journal.ts'

test('the console shows warnings in words, and other lines as they are', () => {
  expect(presentLine('{"level":40,"time":1,"msg":"queue","error":"gone"}')).toBe('queue {"error":"gone"}')
  expect(presentLine('{"level":30,"time":1,"msg":"served"}')).toBeUndefined()
  expect(presentLine('Error: boom')).toBe('Error: boom')
  expect(presentLine('{"no level": 1}')).toBe('{"no level": 1}')
  expect(presentLine('{broken')).toBe('{broken')
  expect(presentLine('   ')).toBeUndefined()
})

test('the file keeps everything, the console one line of a kind, and only the owner reads the file', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'rankwell-journal-'))
  const shown = vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
  const output = { stdout: new PassThrough(), stderr: new PassThrough() }
  openJournal(directory).follow('web', output)
  output.stdout.write('a banner\n')
  output.stderr.write('no connection (try 11111111)\nno connection (try 22222222)\nsomething else\n')
  await sleep(100)
  expect(shown.mock.calls.map(([text]) => text)).toEqual(['[web] no connection (try 11111111)\n', '[web] something else\n'])
  shown.mockRestore()
  expect(readFileSync(join(directory, 'rankwell.log'), 'utf8').match(/ web /g)).toHaveLength(4)
  expect(statSync(join(directory, 'rankwell.log')).mode & 0o777).toBe(0o600)
  rmSync(directory, { recursive: true })
})
