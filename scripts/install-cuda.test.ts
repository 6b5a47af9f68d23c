import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { installCuda } from './install-cuda.mjs'

const ready = { platform: 'linux/x64', hasDriver: () => true, reachesFeed: async () => true, install: (): string | null => null }
const neverInstalls = (): string => { throw new Error('it installed') }

test.each([
  ['another platform', { platform: 'darwin/arm64' }, 'onnxruntime-node has CUDA libraries for Linux on x64 only, this is darwin/arm64: use --device webgpu here.'],
  ['no driver', { hasDriver: () => false }, 'No NVIDIA driver was found (neither libcuda.so.1 nor nvidia-smi): install the driver of the graphics card first.'],
  ['no network', { reachesFeed: async () => false }, 'api.nuget.org cannot be reached, where the libraries are: connect this machine to the network, or copy libonnxruntime_providers_shared.so and libonnxruntime_providers_cuda.so of this version into there/bin/napi-v6/linux/x64.'],
])('it is refused before anything is fetched: %s', async (_, lacking, sentence) => {
  expect(await installCuda('there', { ...ready, install: neverInstalls, ...lacking })).toEqual({ isDone: false, sentence })
})

test('the installer of onnxruntime-node is run, and its failure told', async () => {
  const scripts: string[] = []
  const install = (script: string) => { scripts.push(script); return null }
  expect(await installCuda('there', { ...ready, install })).toMatchObject({ isDone: true })
  expect(scripts).toEqual(['there/script/install.js'])
  expect(await installCuda('there', { ...ready, install: () => 'Error: Failed to download' })).toEqual({ isDone: false, sentence: 'The installer of onnxruntime-node failed: Error: Failed to download' })
})

test.skipIf(existsSync('/usr/lib/x86_64-linux-gnu/libcuda.so.1') || spawnSync('nvidia-smi').status === 0)('without a driver the command ends with code 2 and one sentence', () => {
  const { status, stderr, stdout } = spawnSync(process.execPath, [fileURLToPath(new URL('install-cuda.mjs', import.meta.url))], { encoding: 'utf8' })
  expect([status, stdout, stderr]).toEqual([2, '', expect.stringMatching(/^(No NVIDIA driver was found|onnxruntime-node has CUDA libraries for Linux)[^\n]+\n$/)])
})
