import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chooseDevice } from '../device.ts'
import { runProbe } from './probe-device.ts'
import type { ProbedDevice, ProbeResult } from './probe-device.ts'

let folder: string
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'rankwell-probe-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

const probes = (results: Record<ProbedDevice, ProbeResult>) => async (device: ProbedDevice) => results[device]
const cpu = { milliseconds: { 512: 1, 2048: 120 } }
const missing = { failure: 'no Vulkan device' }

test('auto takes cuda before webgpu, and webgpu before cpu, when they are faster than the processor', async () => {
  const fast = { milliseconds: { 512: 2, 2048: 5 } }
  expect(await chooseDevice('auto', probes({ cuda: fast, webgpu: fast, cpu }))).toEqual({ device: 'cuda', reason: 'a product of 2048 × 2048 matrices takes 5.0 ms, on the processor 120 ms' })
  const { device, reason } = await chooseDevice('auto', probes({ cuda: { failure: 'no CUDA libraries' }, webgpu: fast, cpu }))
  expect([device, reason]).toEqual(['webgpu', 'cuda: no CUDA libraries; a product of 2048 × 2048 matrices takes 5.0 ms, on the processor 120 ms'])
})

test('a driver in software is not taken, and the reason says how slow it is', async () => {
  const software = { milliseconds: { 512: 700 } }
  expect(await chooseDevice('auto', probes({ cuda: { failure: 'no CUDA libraries' }, webgpu: software, cpu }))).toEqual({
    device: 'cpu', reason: 'cuda: no CUDA libraries; webgpu: slower, a product of 512 × 512 matrices takes 700 ms, on the processor 1.0 ms',
  })
  expect(await chooseDevice('webgpu', probes({ cuda: missing, webgpu: software, cpu }))).toEqual({ device: 'webgpu', reason: 'asked for' })
})

test('a device that is asked for and cannot be used is refused with what to do', async () => {
  const probe = probes({ cuda: { failure: 'the system lacks libcudnn.so.9' }, webgpu: missing, cpu })
  await expect(chooseDevice('cuda', probe)).rejects.toThrow('The device cuda cannot be used: the system lacks libcudnn.so.9. Install its libraries with "node scripts/install-cuda.mjs", or use --device cpu.')
  await expect(chooseDevice('webgpu', probe)).rejects.toThrow('The device webgpu cannot be used: no Vulkan device.')
})

async function programOf(name: string, text: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

test('a driver that crashes or hangs takes only the probe with it', async () => {
  const crash = await programOf('crash.mjs', 'process.kill(process.pid, "SIGSEGV"); await new Promise(() => setInterval(() => {}, 1000))')
  expect(await runProbe('cuda', { program: crash })).toEqual({ failure: 'its driver ended the probe with SIGSEGV' })
  const hang = await programOf('hang.mjs', 'setInterval(() => {}, 1000)')
  expect(await runProbe('cuda', { program: hang, timeLimitMs: 1000 })).toEqual({ failure: 'its driver did not answer within 1 s' })
})

test.each([
  ['/x/libonnxruntime_providers_shared.so: cannot open shared object file', 'no CUDA libraries beside onnxruntime-node'],
  ['Failed to load library libonnxruntime_providers_cuda.so with error: libcudnn.so.9: cannot open shared object file: No such file', 'the system lacks libcudnn.so.9'],
  ["Couldn't load Vulkan: libvulkan.so.1: cannot open shared object file", 'no Vulkan library'],
  ['CUDA failure 35: CUDA driver version is insufficient for CUDA runtime version ; GPU=-1', 'CUDA driver version is insufficient for CUDA runtime version'],
  ['something new\nwith a second line', 'could not be prepared'],
])('the complaint "%s" is told as a reason', async (complaint, reason) => {
  const program = await programOf('complain.mjs', `process.stderr.write(${JSON.stringify(complaint)}); process.stdout.write('{"failure":"could not be prepared"}')`)
  expect(await runProbe('cuda', { program })).toEqual({ failure: expect.stringMatching(new RegExp(`^${reason.replace('.', '\\.')}`)) })
})

test('the processor passes the probe', async () => {
  const result = await runProbe('cpu')
  expect('milliseconds' in result && Object.values(result.milliseconds).every((time) => time > 0)).toBe(true)
})
