/** Finds out, in a process of its own, whether a device computes and how fast. The answer is kept as long as this process lives. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Device } from '#lib/engine/executors/onnxruntime.ts'

export type ProbedDevice = Extract<Device, 'cpu' | 'cuda' | 'webgpu'>

/** Milliseconds of a matrix product by its size, or why there are none. */
export type ProbeResult = { milliseconds: Record<number, number> } | { failure: string }

export interface ProbeOptions { timeLimitMs?: number; /** The program that probes; tests give others. */ program?: string; environment?: NodeJS.ProcessEnv }

const PROGRAM = fileURLToPath(new URL('probe-child.ts', import.meta.url))
/** A first start of a GPU's compiler may take seconds. */
const TIME_LIMIT_MS = 30_000
const answers = new Map<ProbedDevice, Promise<ProbeResult>>()

export function probeDevice(device: ProbedDevice): Promise<ProbeResult> {
  const answer = answers.get(device) ?? runProbe(device)
  answers.set(device, answer)
  return answer
}

export function runProbe(device: ProbedDevice, { timeLimitMs = TIME_LIMIT_MS, program = PROGRAM, environment }: ProbeOptions = {}): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, device], { stdio: ['ignore', 'pipe', 'pipe'], env: environment })
    let [printed, complaints, isLate] = ['', '', false]
    const timer = setTimeout(() => {
      isLate = true
      child.kill('SIGKILL')
    }, timeLimitMs)
    child.stdout.on('data', (chunk: Buffer) => { printed += chunk.toString() })
    child.stderr.on('data', (chunk: Buffer) => { complaints = (complaints + chunk.toString()).slice(-10_000) })
    child.on('error', ({ message }) => resolve({ failure: `the probe could not be started: ${message}` }))
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      if (isLate) resolve({ failure: `its driver did not answer within ${Math.round(timeLimitMs / 1000)} s` })
      else if (printed === '') resolve({ failure: `its driver ended the probe with ${signal ?? `code ${code}`}` })
      else resolve(explained(JSON.parse(printed) as ProbeResult, complaints))
    })
  })
}

/** The few failures that have a known reason, in words; others as they are. */
const REASONS: [pattern: RegExp, reason: (match: RegExpMatchArray) => string][] = [
  [/libonnxruntime_providers_(?:shared|cuda)\S*: cannot open shared object/, () => 'no CUDA libraries beside onnxruntime-node'],
  [/(lib[\w.-]+\.so[\d.]*): cannot open shared object file[\s\S]*cuda|cuda[\s\S]*?(lib(?:cu|nv)[\w.-]+\.so[\d.]*): cannot open shared object file/i, (match) => `the system lacks ${match[1] ?? match[2]}`],
  [/is unsupported: 'cuda'|is unsupported: 'webgpu'/, () => 'onnxruntime-node has no such provider on this platform'],
  [/libvulkan\S*: cannot open shared object/, () => 'no Vulkan library'],
  [/Failed to get a WebGPU adapter|No supported adapters/, () => 'no Vulkan device'],
  [/CUDA failure \d+: ([^;]+)/, (match) => (match[1] as string).trim()],
]

function explained(result: ProbeResult, complaints: string): ProbeResult {
  if (!('failure' in result)) return result
  for (const [pattern, reason] of REASONS) {
    const match = `${complaints} ${result.failure}`.match(pattern)
    if (match) return { failure: reason(match) }
  }
  return { failure: result.failure.split('\n')[0] as string }
}
