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
async function trainInChild(way: string, output: string, killAt?: number): Promise<number[]> {
  const script = fileURLToPath(new URL('./testing/train-in-child.ts', import.meta.url))
  const child = spawn(process.execPath, [script, way, root, join(root, output), join(root, `${output}-checkpoint`)], { stdio: ['ignore', 'pipe', 'inherit'] })
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

test.each([
  { way: 'plain', steps: 40, killAt: [7, 23] },
  { way: 'in parts', steps: 40, killAt: [7, 23] }, // stage one, gradients accumulated, held-out rows
  { way: 'layer by layer', steps: 25, killAt: [7, 16] }, // stage two, gradients accumulated, stopped early
])('a training process killed twice with SIGKILL ends with the very weights of an unbroken one: $way', async ({ way, steps, killAt: [first = 0, second = 0] }) => {
  expect(await trainInChild(way, 'unbroken')).toHaveLength(steps)
  await trainInChild(way, 'killed', first)
  const resumed = await trainInChild(way, 'killed', second)
  expect(resumed[0]).toBeGreaterThan(first - 4) // the checkpoint before the kill
  const last = await trainInChild(way, 'killed')
  expect(last[0]).toBeGreaterThan(second - 4)
  expect(last.at(-1)).toBe(steps)
  const [killed, unbroken] = [await readFile(join(root, 'killed', 'model.safetensors')), await readFile(join(root, 'unbroken', 'model.safetensors'))]
  expect(killed.equals(unbroken)).toBe(true)
})
