import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { openSoftwareVulkan } from '../testing/software-vulkan.ts'
import type { Deviation } from '../testing/follow-trajectory.ts'

const vulkan = await openSoftwareVulkan()
if (typeof vulkan === 'string') process.stdout.write(`WebGPU is not tested: ${vulkan}.\n`)
afterAll(async () => { if (typeof vulkan !== 'string') await vulkan.remove() })

/** Runs a program of testing/ where the driver is found. */
async function runOnDevice(program: string, ...args: string[]): Promise<{ stdout: string; stderr: string }> {
  if (typeof vulkan === 'string') throw new Error(vulkan)
  const path = fileURLToPath(new URL(`../testing/${program}`, import.meta.url))
  return promisify(execFile)(process.execPath, [path, ...args], { env: { ...process.env, ...vulkan.environment }, maxBuffer: 2 ** 27 })
}

test.skipIf(typeof vulkan === 'string')('BERT and Llama follow the trajectories that PyTorch recorded, on WebGPU and with gradient accumulation', async () => {
  const { stdout } = await runOnDevice('follow-in-child.ts', 'webgpu', 'contrastive-bert-accumulate2', 'rankpo-hinge-llama')
  const deviations = stdout.trim().split('\n').map((line) => JSON.parse(line) as Deviation & { name: string })
  expect(deviations.map(({ name, steps }) => [name, steps])).toEqual([['contrastive-bert-accumulate2', 10], ['rankpo-hinge-llama', 15]])
  for (const { loss, gradNorm, parameterNorm, parameter } of deviations) expect(Math.max(loss, gradNorm, parameterNorm, parameter)).toBeLessThan(1e-2)
}, 600_000)

test.skipIf(typeof vulkan === 'string')('weights, moments and gradients stay on the device: ids and nine factors go in, a loss and a norm come out', async () => {
  const { stdout } = await runOnDevice('count-traffic.ts')
  const { parameterBytes, steps } = JSON.parse(stdout) as { parameterBytes: number; steps: { toDevice: number; toHost: number }[] }
  const [rows, length] = [2, 16]
  const batchBytes = 8 * rows * length + 4 * rows * length + 4 * rows * length // ids, attention bias, pooling weights
  expect(steps).toEqual(Array.from({ length: 3 }, () => ({ toDevice: batchBytes + 9 * 4, toHost: 2 * 4 })))
  expect(parameterBytes).toBeGreaterThan(100 * batchBytes)
}, 120_000)

test.skipIf(typeof vulkan === 'string').each(['bert-tiny', 'llama-tiny', 'qwen3-tiny'])('nothing of a training step of %s is computed on the processor, the shape of its ids apart', async (model) => {
  const { stderr } = await runOnDevice('list-placements.ts', model)
  const placements = stderr.slice(stderr.indexOf('Node placements')).split(/(?=placed on \[)/)
  const operationsOf = (provider: string): string[] => placements.filter((text) => text.startsWith(`placed on [${provider}]`)).flatMap((text) => [...text.matchAll(/\]\s+(\w+) \(t\d+\)/g)].map(([, operation]) => operation as string))
  expect(operationsOf('WebGpuExecutionProvider').length).toBeGreaterThan(100)
  expect(operationsOf('CPUExecutionProvider')).toEqual(['Reshape'])
}, 120_000)

test.skipIf(typeof vulkan === 'string')('half precision is refused in one sentence where the device has none', async () => {
  await expect(runOnDevice('follow-in-child.ts', 'webgpu', '--half-products', 'rankpo-hinge-llama')).rejects.toThrow('This device has no arithmetic in half precision (shader-f16). Train without --half-products.')
}, 120_000)
