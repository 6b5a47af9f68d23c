/** Reads the text of an untrusted file in a process of its own, with limits on time, memory and output; without files to write, secrets or programs to start. Knows nothing of what the text is for. */
import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'

/** The text in our form, or one sentence that says what is wrong with the file and what to do. */
export type Extraction = { ok: true; text: string } | { ok: false; reason: string }

export interface ExtractionLimits {
  timeMs: number
  heapMegabytes: number
  memoryMegabytes: number
  outputBytes: number
}

/** A ten-page résumé takes about 0.4 s and 120 MB. */
export const EXTRACTION_LIMITS: ExtractionLimits = { timeMs: 30_000, heapMegabytes: 384, memoryMegabytes: 900, outputBytes: 8 * 1024 * 1024 }

const PROGRAM_PARTS = ['node_modules', 'workers/documents', 'lib/documents', 'package.json']
const OR_TYPE = 'Save it anew and upload it again, or type its text.'
const REASONS = {
  time: (limits: ExtractionLimits) => `The file took longer than ${limits.timeMs / 1000} seconds to read. ${OR_TYPE}`,
  memory: () => `The file needs more memory to be read than is allowed. ${OR_TYPE}`,
  output: () => `The file holds more text than a document for one person or job. Split it and upload the parts.`,
  crash: () => `The file could not be read: its contents are damaged. ${OR_TYPE}`,
}

export async function extractText(bytes: Uint8Array, { signal, limits = EXTRACTION_LIMITS }: { signal?: AbortSignal; limits?: ExtractionLimits } = {}): Promise<Extraction> {
  signal?.throwIfAborted()
  const child = startChild(limits)
  const end = await watch(child, bytes, limits, signal)
  signal?.throwIfAborted()
  if (end.failure) return { ok: false, reason: REASONS[end.failure](limits) }
  return readAnswer(end.output)
}

type Failure = keyof typeof REASONS

function startChild(limits: ExtractionLimits): ChildProcessWithoutNullStreams {
  const root = process.cwd()
  // Its own program and nothing else: neither the data directory nor the configuration.
  const readable = PROGRAM_PARTS.map((part) => resolve(/* turbopackIgnore: true */ root, part)).flatMap((path) => [path, realpathSync(/* turbopackIgnore: true */ path)])
  const flags = [`--max-old-space-size=${limits.heapMegabytes}`, '--permission', '--allow-worker', ...[...new Set(readable)].map((path) => `--allow-fs-read=${path}`)]
  const args = [resolve(/* turbopackIgnore: true */ root, 'workers/documents/child.ts'), String(limits.memoryMegabytes), String(limits.timeMs)]
  // A group of its own, so that it is ended whole; an empty environment, so that it holds no secret.
  return spawn(process.execPath, [...flags, ...args], { stdio: 'pipe', detached: process.platform !== 'win32', env: {} as NodeJS.ProcessEnv, windowsHide: true })
}

function watch(child: ChildProcessWithoutNullStreams, bytes: Uint8Array, limits: ExtractionLimits, signal?: AbortSignal): Promise<{ output: string; failure: Failure | null }> {
  return new Promise((resolveEnd, reject) => {
    const output: Buffer[] = []
    let size = 0
    let errors = ''
    let failure: Failure | null = null
    const stop = (why: Failure | null) => {
      failure ??= why
      endGroup(child)
    }
    const onAbort = () => stop(null)
    const timer = setTimeout(() => stop('time'), limits.timeMs)
    signal?.addEventListener('abort', onAbort)
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > limits.outputBytes) stop('output')
      else output.push(chunk)
    })
    child.stderr.on('data', (chunk: Buffer) => {
      errors = (errors + chunk.toString('latin1')).slice(-20_000)
    })
    // A child that ends early closes its input; its exit says why.
    child.stdin.on('error', () => undefined)
    child.on('error', (error) => {
      clearTimeout(timer)
      reject(new Error('the reader of documents could not be started', { cause: error }))
    })
    child.on('close', (code) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      endGroup(child)
      resolveEnd({ output: Buffer.concat(output).toString('utf8'), failure: failure ?? (code === 0 ? null : failureOf(errors)) })
    })
    child.stdin.end(bytes)
  })
}

function failureOf(errors: string): Failure {
  if (/rankwell: time/u.test(errors)) return 'time'
  return /rankwell: memory|heap out of memory|Array buffer allocation failed|ERR_WORKER_OUT_OF_MEMORY/u.test(errors) ? 'memory' : 'crash'
}

function endGroup(child: ChildProcessWithoutNullStreams): void {
  if (child.pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill('SIGKILL')
    else process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It has ended already.
  }
}

function readAnswer(output: string): Extraction {
  try {
    const answer = JSON.parse(output) as Partial<Record<'text' | 'reason', unknown>>
    if (typeof answer.text === 'string') return { ok: true, text: answer.text }
    if (typeof answer.reason === 'string') return { ok: false, reason: answer.reason }
  } catch {
    // Half an answer is none: the child was ended while it wrote.
  }
  return { ok: false, reason: REASONS.crash() }
}
