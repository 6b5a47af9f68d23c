import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { OneAtATime } from './one-at-a-time.ts'

test('work of one key waits for the work before it, work of another key does not', async () => {
  const queue = new OneAtATime()
  const log: string[] = []
  const work = (name: string, ms: number) => async () => {
    await setTimeout(ms)
    log.push(name)
  }
  await Promise.all([queue.run('a', work('a1', 30)), queue.run('a', work('a2', 1)), queue.run('b', work('b1', 5))])
  expect(log).toEqual(['b1', 'a1', 'a2'])
})

test('work that fails is told to its caller and does not stop the next', async () => {
  const queue = new OneAtATime()
  const failing = queue.run('a', () => Promise.reject(new Error('broken')))
  const next = queue.run('a', async () => undefined)
  await expect(failing).rejects.toThrow('broken')
  await expect(next).resolves.toBeUndefined()
})
