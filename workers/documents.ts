/** The process that reads uploaded files. It sees untrusted bytes only as bytes: what parses them runs in children of its own. */
import { connectDatabase } from '#lib/db/client.ts'
import { env } from '#lib/env.ts'
import { AppError } from '#lib/errors.ts'
import { logger } from '#lib/logger.ts'
import { openQueue } from '#lib/queue/queue.ts'
import { openWorker } from '#lib/queue/work.ts'
import { extractDocument } from './documents/extract-document.ts'
import { requeueForgotten } from './documents/requeue-forgotten.ts'

const CONCURRENCY = 2
const LOOK_FOR_FORGOTTEN_MS = 60_000

const url = env.DATABASE_URL
if (!url) throw new AppError('invalid_input', 'The documents worker needs DATABASE_URL. Start it with npm start, which sets it.')

const connection = connectDatabase(url, { max: 4 })
const services = { db: connection.db, queue: await openQueue(url) }
const worker = await openWorker(url)
const stopping = new AbortController()

const look = () => requeueForgotten(services).catch((error: Error) => logger.warn({ error: error.message }, 'documents without a task could not be looked for'))
await look()
const timer = setInterval(look, LOOK_FOR_FORGOTTEN_MS)

await worker.handle('extract-document', (payload, signal) => extractDocument(services, payload, AbortSignal.any([signal, stopping.signal])), { concurrency: CONCURRENCY })

async function stop(): Promise<void> {
  if (stopping.signal.aborted) return
  clearInterval(timer)
  stopping.abort(new Error('the documents worker is stopping'))
  await worker.stop()
  await services.queue.close()
  await connection.close()
  process.exit(0)
}

process.on('SIGTERM', stop)
process.on('SIGINT', stop)
process.on('disconnect', stop)
process.send?.({ ready: true })
