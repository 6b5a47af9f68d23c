#!/usr/bin/env node
/** Fetches the CUDA libraries that onnxruntime-node leaves out, through its own installer. What can be known before 300 MB are on their way is checked first, and refused in one sentence. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { lookup } from 'node:dns/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

const FEED = 'api.nuget.org'
const DRIVER_FILES = ['/usr/lib/x86_64-linux-gnu/libcuda.so.1', '/usr/lib64/libcuda.so.1', '/usr/lib/wsl/lib/libcuda.so.1', '/usr/local/cuda/compat/libcuda.so.1']

const system = {
  platform: `${process.platform}/${process.arch}`,
  hasDriver: () => DRIVER_FILES.some((file) => existsSync(file)) || spawnSync('nvidia-smi', ['-L']).status === 0,
  // behind a proxy names need not resolve here: the installer goes through the proxy of this variable
  reachesFeed: () => process.env.GLOBAL_AGENT_HTTPS_PROXY ? Promise.resolve(true) : lookup(FEED).then(() => true, () => false),
  install(script) {
    // its own names: this variable asks for the files of the manifest "cuda12", 1.30 has no other
    const { status, stderr } = spawnSync(process.execPath, [script], { env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'cuda12' }, stdio: ['ignore', 'inherit', 'pipe'], encoding: 'utf8' })
    return status === 0 ? null : stderr.trim().split('\n').findLast((line) => /Error|fail/i.test(line)) ?? `code ${status}`
  },
}

/** The sentence for the person, and whether it is a success. */
export async function installCuda(packageFolder, { platform, hasDriver, reachesFeed, install } = system) {
  const refuse = (sentence) => ({ isDone: false, sentence })
  if (platform !== 'linux/x64') return refuse(`onnxruntime-node has CUDA libraries for Linux on x64 only, this is ${platform}: use --device webgpu here.`)
  if (!hasDriver()) return refuse('No NVIDIA driver was found (neither libcuda.so.1 nor nvidia-smi): install the driver of the graphics card first.')
  if (!(await reachesFeed())) return refuse(`${FEED} cannot be reached, where the libraries are: connect this machine to the network, or copy libonnxruntime_providers_shared.so and libonnxruntime_providers_cuda.so of this version into ${join(packageFolder, 'bin/napi-v6/linux/x64')}.`)
  const failure = install(join(packageFolder, 'script', 'install.js'))
  if (failure !== null) return refuse(`The installer of onnxruntime-node failed: ${failure}`)
  return { isDone: true, sentence: 'The CUDA libraries are beside onnxruntime-node. They also need CUDA 12 and cuDNN 9 on this machine; "--device cuda" says what is missing.' }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const packageFolder = dirname(dirname(createRequire(import.meta.url).resolve('onnxruntime-node')))
  const { isDone, sentence } = await installCuda(packageFolder)
  process[isDone ? 'stdout' : 'stderr'].write(`${sentence}\n`)
  process.exitCode = isDone ? 0 : 2
}
