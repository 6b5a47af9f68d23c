/** The inference worker: encodes jobs and candidates, and makes model versions live. It knows no pages and no training. */
import { once } from 'node:events'
import { resolve } from 'node:path'
import { connectDatabase } from '#lib/db/client.ts'
import { WINDOW_TOKENS } from '#lib/engine/encoder.ts'
import { EngineError } from '#lib/engine/errors.ts'
import { env } from '#lib/env.ts'
import { AppError } from '#lib/errors.ts'
import { logger } from '#lib/logger.ts'
import { hashShippedWeights } from '#lib/matching/model-weights.ts'
import { openQueue } from '#lib/queue/queue.ts'
import { openWorker } from '#lib/queue/work.ts'
import { catchUp } from './inference/catch-up.ts'
import { EncoderCache } from './inference/encoder-cache.ts'
import { handleTasks } from './inference/handle-tasks.ts'
import { createInferenceServer } from './inference/inference-server.ts'

const STOP_WITHIN_MS = 4000
/** Tokens of a full window, without the two special ones. */
const FULL_WINDOW = WINDOW_TOKENS - 2
/** Lengths of texts (one token a word) that compile the shapes texts are made of: eight full windows, one, and the short rest of a text. */
const WARM_LENGTHS = [8 * FULL_WINDOW, FULL_WINDOW, FULL_WINDOW / 3]

async function main(): Promise<void> {
  const { DATABASE_URL, INFERENCE_URL, RANKWELL_SERVICE_TOKEN, RANKWELL_MODEL, RANKWELL_THREADS } = env
  if (!DATABASE_URL || !INFERENCE_URL || !RANKWELL_SERVICE_TOKEN) {
    throw new AppError('invalid_input', 'The inference worker needs DATABASE_URL, INFERENCE_URL and RANKWELL_SERVICE_TOKEN: start it with npm start, or set all three.')
  }
  const encoders = new EncoderCache({ threads: RANKWELL_THREADS })
  const shipped = { folder: resolve(RANKWELL_MODEL), weightsHash: await hashShippedWeights() }
  // Opened before anything is promised, so that a broken model folder is said at once and the first posted job finds its shapes compiled.
  for (const length of WARM_LENGTHS) await encoders.use(shipped, 'now', (encoder) => encoder.encodeDocuments(['a '.repeat(length)]))

  const { db, close } = connectDatabase(DATABASE_URL, { max: 6 })
  const queue = await openQueue(DATABASE_URL)
  const inference = { db, encoders, queue }
  const server = createInferenceServer(inference, RANKWELL_SERVICE_TOKEN)
  const { hostname, port } = new URL(INFERENCE_URL)
  server.listen(Number(port), hostname)
  await once(server, 'listening')

  const worker = await openWorker(DATABASE_URL)
  const stopping = new AbortController()
  async function stop(): Promise<void> {
    if (stopping.signal.aborted) return
    stopping.abort()
    setTimeout(() => process.exit(0), STOP_WITHIN_MS).unref()
    server.close()
    await worker.stop()
    await queue.close()
    await close()
    process.exit(0)
  }
  for (const event of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(event, () => void stop())
  if (process.connected === false) return stop()

  await handleTasks(worker, inference, stopping.signal)
  await catchUp(inference)
  process.send?.({ ready: true })
}

main().catch((error: Error) => {
  const isExpected = error instanceof EngineError || error instanceof AppError
  logger.fatal({ stack: isExpected ? undefined : error.stack }, `The inference worker cannot start. ${error.message}`)
  process.exit(1)
})
