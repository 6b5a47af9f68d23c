/** The product as a user starts it, on an empty data directory of its own. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** The first start may build; warm it takes a few seconds. */
const READY_WITHIN_MS = 240_000
const STOP_WITHIN_MS = 10_000

export interface ProductOptions {
  /** Seeds the demo organisation at the first start. */
  demo: 'on' | 'off'
  environment?: Record<string, string>
}

export interface Product {
  url: string
  dataDirectory: string
  /** How to sign in to the demo organisation, as it was printed. */
  demo: { email: string; password: string } | null
  /** What it has printed so far. */
  output: () => string
  stop: () => Promise<void>
}

export async function startProduct({ demo, environment = {} }: ProductOptions): Promise<Product> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'rankwell-e2e-'))
  const port = await findFreePort()
  const child = spawn(process.execPath, [process.env.RANKWELL_E2E_ENTRANCE ?? 'scripts/start.mjs'], {
    cwd: ROOT,
    env: { ...withoutSettings(process.env), RANKWELL_DATA: dataDirectory, RANKWELL_DEMO: demo, PORT: String(port), LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const ended = once(child, 'exit')
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS)
      await ended
      clearTimeout(timer)
    }
    rmSync(dataDirectory, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    const url = await waitForAddress(() => output, ended)
    const signIn = /sign in as (?<email>\S+) with the password (?<password>.+)/.exec(output)?.groups
    return { url, dataDirectory, demo: signIn ? { email: signIn.email!, password: signIn.password!.trim() } : null, output: () => output, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function waitForAddress(output: () => string, ended: Promise<unknown>): Promise<string> {
  let hasEnded = false
  void ended.then(() => (hasEnded = true))
  const deadline = Date.now() + READY_WITHIN_MS
  while (Date.now() < deadline) {
    const address = /is ready after .*: (http\S+)/.exec(output())?.[1]
    if (address) return address
    if (hasEnded) throw new Error(`The product ended before it was ready. It printed:\n${output()}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`The product was not ready after ${READY_WITHIN_MS / 1000} s. It printed:\n${output()}`)
}

/** Settings of whoever runs the tests would change what is tested. */
function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(RANKWELL_|DATABASE_URL$|PUBLIC_URL$|HOST$|PORT$|NODE_ENV$|INFERENCE_URL$|LOG_LEVEL$)/.test(name))) as NodeJS.ProcessEnv
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
