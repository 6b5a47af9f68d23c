import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { AppError } from '#lib/errors.ts'
import { ChildProcess } from './child-process.ts'
import type { Journal } from './journal.ts'

const journal: Journal = { follow: () => undefined, write: () => undefined }
let directory: string
let starts: () => number[]
let child: ChildProcess
const givenUp = vi.fn<(reason: AppError) => void>()

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'rankwell-child-'))
  starts = () => readFileSync(join(directory, 'starts'), 'utf8').trim().split('\n').map(Number)
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
  givenUp.mockReset()
})
afterEach(async () => {
  await child.stop(1000)
  vi.restoreAllMocks()
  rmSync(directory, { recursive: true })
})

/** `program` runs after its process number was written down. */
function create(program: string, rest: object = {}): ChildProcess {
  const file = join(directory, 'program.mjs')
  writeFileSync(file, `import fs from 'node:fs'\nfs.appendFileSync(process.env.STARTS, process.pid + '\\n')\n${program}`)
  child = new ChildProcess({ name: 'sample', args: [file], environment: () => ({ STARTS: join(directory, 'starts') }), ...rest }, journal, givenUp)
  return child
}

const SERVE = `process.on('disconnect', () => process.exit()); process.send({ ready: true }); setInterval(() => {}, 1000)`

test('a process that is killed starts again and is ready again', async () => {
  await create(SERVE).start()
  const [first] = starts()
  process.kill(first!, 'SIGKILL')
  await vi.waitFor(() => expect(starts()).toHaveLength(2), 10_000)
  await child.whenReady()
  expect(givenUp).not.toHaveBeenCalled()
})

test('a process that dies five times within a minute is given up with one sentence', async () => {
  void create('process.exit(1)').start()
  await vi.waitFor(() => expect(givenUp).toHaveBeenCalled(), 25_000)
  expect(starts()).toHaveLength(5)
  expect(givenUp.mock.calls[0]![0].message).toMatch(/^The sample process ended 5 times within a minute \(last: code 1\)\./)
}, 30_000)

test('a process that says it cannot start is not started again', async () => {
  void create('process.exit(2)').start()
  await vi.waitFor(() => expect(givenUp).toHaveBeenCalled(), 10_000)
  expect(starts()).toHaveLength(1)
})

test('a process that does not stop is killed after its time', async () => {
  await create(`process.on('SIGTERM', () => {}); process.on('SIGINT', () => {}); ${SERVE}`).start()
  const [pid] = starts()
  const startedAt = performance.now()
  await child.stop(300)
  expect(performance.now() - startedAt).toBeLessThan(3000)
  expect(() => process.kill(pid!, 0)).toThrow()
})

test('a process waits for what it needs before each start', async () => {
  let provide: () => void = () => undefined
  const needs = new Promise<void>((resolve) => (provide = resolve))
  const started = create(SERVE, { waitForNeeds: () => needs }).start()
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(() => starts()).toThrow()
  provide()
  await started
  expect(starts()).toHaveLength(1)
})
