/** The database and the queue of the web process, opened at the first request that needs them. */
import { connectDatabase } from '#lib/db/client.ts'
import { env } from '#lib/env.ts'
import { AppError } from '#lib/errors.ts'
import { openQueue } from '#lib/queue/queue.ts'
import type { Services } from '#lib/services.ts'

/** On the global object, so that a development server that reloads this module keeps its connections. */
const holder = globalThis as typeof globalThis & { rankwellServices?: Promise<Services> }

export function getServices(): Promise<Services> {
  holder.rankwellServices ??= openServices().catch((cause: unknown) => {
    holder.rankwellServices = undefined
    throw new AppError('unavailable', 'The database could not be reached.', { userMessage: 'The database does not answer. Try again in a moment.', cause })
  })
  return holder.rankwellServices
}

async function openServices(): Promise<Services> {
  if (!env.DATABASE_URL) throw new AppError('unavailable', 'DATABASE_URL is not set: start the product with `npm start`, which sets it.')
  const queue = await openQueue(env.DATABASE_URL)
  return { db: connectDatabase(env.DATABASE_URL).db, queue }
}
