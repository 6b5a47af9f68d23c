/** Which processes make up the product, and what each is told. */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import type { ChildDefinition, ReadyMessage } from './child-process.ts'

export interface Settings {
  root: string
  dataDirectory: string
  host: string
  port: number
  publicUrl: string
  authSecret: string
  serviceToken: string
  inferenceUrl: string
}

/** What every process but the database is told, and waits for. */
export type Needs = Required<Pick<ChildDefinition, 'environment' | 'waitForNeeds'>>

export function databaseDefinition({ root, dataDirectory }: Settings, onReady: (message: ReadyMessage) => void): ChildDefinition {
  return { name: 'database', args: [join(root, 'workers', 'database.ts')], environment: () => ({ RANKWELL_DATA: dataDirectory }), onReady }
}

export function workerDefinition(name: 'inference' | 'training' | 'documents', { root }: Settings, needs: Needs): ChildDefinition {
  return { name, args: [join(root, 'workers', `${name}.ts`)], ...needs }
}

export function webDefinition({ root, host, port }: Settings, { environment, waitForNeeds }: Needs): ChildDefinition {
  const leash = pathToFileURL(join(root, 'workers', 'supervisor', 'exit-with-parent.ts')).href
  const next = join(root, 'node_modules', 'next', 'dist', 'bin', 'next')
  return {
    name: 'web',
    args: ['--import', leash, next, 'start', root, '-H', host, '-p', String(port)],
    environment: () => ({ ...environment(), NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' }),
    waitForNeeds,
    waitUntilServing: (isAlive) => waitForHealth(`http://${reachable(host)}:${port}/api/health`, isAlive),
  }
}

export function childEnvironment(settings: Settings, databaseUrl: string): Record<string, string> {
  return {
    RANKWELL_DATA: settings.dataDirectory,
    DATABASE_URL: databaseUrl,
    RANKWELL_AUTH_SECRET: settings.authSecret,
    RANKWELL_SERVICE_TOKEN: settings.serviceToken,
    INFERENCE_URL: settings.inferenceUrl,
    HOST: settings.host,
    PORT: String(settings.port),
    PUBLIC_URL: settings.publicUrl,
  }
}

async function waitForHealth(url: string, isAlive: () => boolean): Promise<void> {
  while (isAlive()) {
    const isHealthy = await fetch(url, { signal: AbortSignal.timeout(5000) }).then((response) => response.ok, () => false)
    if (isHealthy) return
    await sleep(100)
  }
}

/** An address that means "all of them" cannot be called. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}
