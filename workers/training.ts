/** The training worker: takes `train-model` tasks one at a time, in the order in which they were asked for. It knows nothing of requests or pages. */
import { connectDatabase, withOrganization } from '#lib/db/client.ts'
import { listAbandonedTrainingRuns } from '#lib/db/queries/training-runs.ts'
import { env } from '#lib/env.ts'
import { logger } from '#lib/logger.ts'
import { openQueue } from '#lib/queue/queue.ts'
import { openWorker } from '#lib/queue/work.ts'
import { createTrainModel } from './training/train-model.ts'

/** Well beyond the queue's own retries: by then it has given the run up. */
const ABANDONED_AFTER_SECONDS = 120
const STOP_WITHIN_MS = 4000

if (env.DATABASE_URL === undefined) {
  logger.fatal('DATABASE_URL is not set: start this worker through `npm start`, or set it to the address of the database.')
  process.exit(1)
}
const { db, close } = connectDatabase(env.DATABASE_URL, { max: 3 })
const queue = await openQueue(env.DATABASE_URL)
const worker = await openWorker(env.DATABASE_URL)
const stopping = new AbortController()
const trainModel = createTrainModel(db)

/** Runs whose task ran out of retries, because the worker died with it again and again, are taken up again. */
async function takeUpAbandoned(): Promise<void> {
  for (const payload of await listAbandonedTrainingRuns(db, { silentForSeconds: ABANDONED_AFTER_SECONDS })) {
    await withOrganization(db, payload.organizationId, (tx) => queue.enqueue(tx, 'train-model', payload))
    logger.warn(payload, 'an abandoned training run is taken up again')
  }
}
const sweep = setInterval(() => takeUpAbandoned().catch((error: unknown) => logger.warn({ error: (error as Error).message }, 'sweep')), ABANDONED_AFTER_SECONDS * 1000)

/** A run in progress is handed back: its stage is killed, and the next worker goes on from the checkpoint. */
async function stop(): Promise<void> {
  if (stopping.signal.aborted) return
  stopping.abort(new Error('The worker is stopping.'))
  setTimeout(() => process.exit(0), STOP_WITHIN_MS).unref()
  clearInterval(sweep)
  await worker.stop()
  await queue.close()
  await close()
  process.exit(0)
}
for (const event of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(event, () => void stop())
if (process.connected === false) await stop()

await worker.handle('train-model', (payload, signal) => trainModel(payload, AbortSignal.any([signal, stopping.signal])))
logger.info('training worker is ready')
process.send?.({ ready: true })
