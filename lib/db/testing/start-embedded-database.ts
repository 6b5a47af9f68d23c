/** The embedded database in a folder of its own, as a child process started by path: lib does not import workers. */
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const PROGRAM = fileURLToPath(new URL('../../../workers/database.ts', import.meta.url))

export interface EmbeddedDatabase {
  url: string
  pid: number
  dataDirectory: string
  /** ends the process as it is and resolves when it is gone */
  kill: (signal: NodeJS.Signals) => Promise<void>
  /** ends the process cleanly and removes its folder */
  remove: () => Promise<void>
}

export interface StartOptions {
  dataDirectory?: string
  /** fsync on, as for a user */
  isDurable?: boolean
}

export async function startEmbeddedDatabase({ dataDirectory = mkdtempSync(join(tmpdir(), 'rankwell-database-')), isDurable = false }: StartOptions = {}): Promise<EmbeddedDatabase> {
  const environment = { ...process.env, RANKWELL_DATA: dataDirectory, NODE_ENV: isDurable ? 'production' : 'test', DATABASE_URL: '' } as const
  const child = fork(PROGRAM, [], { env: environment, execArgv: [], stdio: ['ignore', 'inherit', 'pipe', 'ipc'] })
  let problems = ''
  child.stderr!.on('data', (chunk) => (problems += String(chunk)))
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (message: { url: string }) => resolve(message.url))
    child.once('exit', (code) => reject(new Error(`The database process ended with ${code}: ${problems.trim()}`)))
  })
  const kill = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await ended
  }
  return {
    url,
    pid: child.pid!,
    dataDirectory,
    kill,
    async remove() {
      await kill('SIGTERM')
      rmSync(dataDirectory, { recursive: true, force: true })
    },
  }
}
