import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTinyModelFolder } from './testing/tiny-model-folder.ts'

let root: string
beforeEach(async () => { root = await createTinyModelFolder() })
afterEach(() => rm(root, { recursive: true, force: true }))

/** Trains in a process of its own, killed as soon as it prints the given step; the numbers of the steps it took. */
async function trainInChild(output: string, killAt?: number): Promise<number[]> {
  const script = fileURLToPath(new URL('./testing/train-in-child.ts', import.meta.url))
  const child = spawn(process.execPath, [script, root, join(root, output), join(root, `${output}-checkpoint`)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exit = once(child, 'exit')
  const steps: number[] = []
  for await (const line of createInterface(child.stdout)) {
    steps.push(Number(line))
    if (Number(line) === killAt) child.kill('SIGKILL')
  }
  const [code, signal] = await exit as [number | null, string | null]
  expect(signal ?? code).toBe(killAt === undefined ? 0 : 'SIGKILL')
  return steps
}

test('a training process killed twice with SIGKILL ends with the very weights of an unbroken one', async () => {
  expect(await trainInChild('unbroken')).toHaveLength(40)
  await trainInChild('killed', 7)
  const second = await trainInChild('killed', 23)
  expect(second[0]).toBeGreaterThanOrEqual(7)
  const third = await trainInChild('killed')
  expect(third[0]).toBeGreaterThanOrEqual(23)
  expect(third.at(-1)).toBe(40)
  const [killed, unbroken] = [await readFile(join(root, 'killed', 'model.safetensors')), await readFile(join(root, 'unbroken', 'model.safetensors'))]
  expect(killed.equals(unbroken)).toBe(true)
})
