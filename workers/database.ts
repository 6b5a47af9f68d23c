/** The embedded database as a process of its own: Postgres with pgvector in the data directory, served to any Postgres client on loopback. */
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { env } from '#lib/env.ts'
import { AppError } from '#lib/errors.ts'
import { openBackend } from './database/backend.ts'
import { lockDirectory } from './database/directory-lock.ts'
import { startMaintenance } from './database/maintain.ts'
import { openMultiplexer } from './database/multiplexer.ts'
import { openOnKeptPort } from './database/open-on-kept-port.ts'
import { openPostgres } from './database/open-postgres.ts'
import { loadSecrets } from './supervisor/secrets.ts'

/** Long enough for a predecessor whose supervisor was killed to notice and end. */
const PREDECESSOR_MS = 5000

async function serve(): Promise<void> {
  process.umask(0o077)
  const dataDirectory = resolve(env.RANKWELL_DATA)
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 })
  const lock = await lockDirectory(dataDirectory, 'database', { patienceMs: PREDECESSOR_MS })
  const { databasePassword } = loadSecrets(dataDirectory)
  // tests set it: nobody keeps their data
  const postgres = await openPostgres(join(dataDirectory, 'database'), { isDurable: env.NODE_ENV !== 'test' })
  const backend = openBackend(postgres, (error) => {
    process.stderr.write(`The embedded database crashed and starts again from what was committed: ${String(error)}\n`)
    process.exit(1)
  })
  const multiplexer = await openOnKeptPort(dataDirectory, (port) => openMultiplexer({ backend, password: databasePassword, port }))
  const maintenance = startMaintenance(multiplexer)
  const url = `postgres://postgres:${databasePassword}@127.0.0.1:${multiplexer.port}/postgres`

  let isStopping = false
  const stop = async () => {
    if (isStopping) return
    isStopping = true
    maintenance.stop()
    await multiplexer.close()
    await multiplexer.runWhenFree('checkpoint')
    await postgres.close()
    await lock.release()
    process.exit(0)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  process.on('disconnect', stop)
  setInterval(() => {
    if (lock.isHeld()) return
    process.stderr.write(`The lock of ${dataDirectory} was removed while the database was running: stopping before another process opens it.\n`)
    void stop()
  }, 5000).unref()

  if (process.send) process.send({ ready: true, url })
  else process.stdout.write(`The database listens on 127.0.0.1:${multiplexer.port}; its password is in ${join(dataDirectory, 'secrets.json')}.\n`)
}

serve().catch((error: unknown) => {
  process.stderr.write(`${error instanceof AppError ? error.message : String((error as Error).stack)}\n`)
  process.exit(error instanceof AppError ? 2 : 1)
})
