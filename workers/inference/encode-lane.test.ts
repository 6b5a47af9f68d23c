import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { EncodeLane } from './encode-lane.ts'

test('one piece of work runs at a time, in the order in which it came', async () => {
  const lane = new EncodeLane()
  const log: string[] = []
  let running = 0
  const work = (name: string) => async () => {
    expect(++running).toBe(1)
    await setTimeout(2)
    log.push(name)
    running--
  }
  await Promise.all(['a', 'b', 'c'].map((name) => lane.run('background', work(name))))
  expect(log).toEqual(['a', 'b', 'c'])
})

test('what a person waits for goes before waiting background work', async () => {
  const lane = new EncodeLane()
  const log: string[] = []
  const work = (name: string) => async () => {
    await setTimeout(2)
    log.push(name)
  }
  await Promise.all([lane.run('background', work('batch 1')), lane.run('background', work('batch 2')), lane.run('background', work('batch 3')), lane.run('now', work('job'))])
  expect(log).toEqual(['batch 1', 'job', 'batch 2', 'batch 3'])
})

test('two organisations that are encoded at once take turns', async () => {
  const lane = new EncodeLane()
  const log: string[] = []
  const upload = async (name: string) => {
    for (let batch = 0; batch < 3; batch++) await lane.run('background', async () => { await setTimeout(1); log.push(name) })
  }
  await Promise.all([upload('a'), upload('b')])
  expect(log).toEqual(['a', 'b', 'a', 'b', 'a', 'b'])
})

test('work that fails makes room for the next', async () => {
  const lane = new EncodeLane()
  const failing = lane.run('now', () => Promise.reject(new Error('broken')))
  const next = lane.run('background', async () => 'fine')
  await expect(failing).rejects.toThrow('broken')
  await expect(next).resolves.toBe('fine')
})
