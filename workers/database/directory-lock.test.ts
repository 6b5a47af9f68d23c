import { fork } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockDirectory } from './directory-lock.ts'

const MODULE = new URL('./directory-lock.ts', import.meta.url).href
let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'rankwell-lock-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

/** A process of its own that holds the lock until it is killed, or that says why it cannot. */
function holdInAnotherProcess() {
  const file = join(directory, 'holder.mjs')
  writeFileSync(file, `
    import { lockDirectory } from '${MODULE}'
    lockDirectory(process.argv[2], 'test').then(() => process.send({ held: true }), (error) => process.send({ problem: error.message }))
    process.on('disconnect', () => process.exit())`)
  const child = fork(file, [directory], { execArgv: [] })
  const outcome = new Promise<{ held?: boolean; problem?: string }>((resolve) => child.once('message', (message) => resolve(message as object)))
  const kill = () => new Promise((resolve) => child.once('exit', resolve) && child.kill('SIGKILL'))
  return { child, outcome, kill }
}

test('a second process is refused and told who holds the directory', async () => {
  const holder = holdInAnotherProcess()
  await holder.outcome
  await expect(lockDirectory(directory, 'test')).rejects.toThrow(`is in use by process ${holder.child.pid}. Stop it, or set RANKWELL_DATA`)
  await holder.kill()
})

test('a holder that was killed with -9 leaves no lock behind', async () => {
  const holder = holdInAnotherProcess()
  await holder.outcome
  await holder.kill()
  const lock = await lockDirectory(directory, 'test')
  expect(lock.isHeld()).toBe(true)
  await lock.release()
})

test('of many that start at once over a stale lock, one gets it', async () => {
  const stale = holdInAnotherProcess()
  await stale.outcome
  await stale.kill()
  const contenders = Array.from({ length: 5 }, holdInAnotherProcess)
  const outcomes = await Promise.all(contenders.map((contender) => contender.outcome))
  expect(outcomes.filter((outcome) => outcome.held)).toHaveLength(1)
  await Promise.all(contenders.map((contender) => contender.kill()))
})

test('a guard that a killed process left is broken, one in use is waited for', async () => {
  const guard = join(directory, 'test.guard')
  writeFileSync(guard, '')
  const waiting = lockDirectory(directory, 'test')
  const first = await Promise.race([waiting.then(() => 'locked'), new Promise((resolve) => setTimeout(resolve, 300, 'waits'))])
  expect(first).toBe('waits')
  const past = new Date(Date.now() - 60_000)
  utimesSync(guard, past, past)
  await (await waiting).release()
  expect(existsSync(guard)).toBe(false)
})

test('patience waits for a holder that ends', async () => {
  const holder = holdInAnotherProcess()
  await holder.outcome
  const waiting = lockDirectory(directory, 'test', { patienceMs: 10_000 })
  setTimeout(() => void holder.kill(), 300)
  await (await waiting).release()
})

test('a holder whose lock was deleted finds out', async () => {
  const lock = await lockDirectory(directory, 'test')
  unlinkSync(join(directory, 'test.lock'))
  expect(lock.isHeld()).toBe(false)
  await lock.release()
})

test('a path too long for a lock is refused with the cure', async () => {
  const deep = join(directory, 'x'.repeat(120))
  mkdirSync(deep)
  await expect(lockDirectory(deep, 'test')).rejects.toThrow(/too long for a lock.*Set RANKWELL_DATA/)
})
