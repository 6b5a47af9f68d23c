/** Brings the database to the current schema and installs the queue, or says why it cannot be used. */
import postgres from 'postgres'
import { migrate } from '#lib/db/migrate.ts'
import { AppError } from '#lib/errors.ts'
import { installQueue } from '#lib/queue/install-queue.ts'

const OLDEST_VERSION = 150_000

export async function prepareDatabase(url: string): Promise<void> {
  await checkServer(url)
  await migrate(url)
  await installQueue(url)
}

async function checkServer(url: string): Promise<void> {
  const { host, pathname } = new URL(url)
  const client = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => undefined })
  try {
    const [server] = await client`
      select current_setting('server_version_num')::int as number, current_setting('server_version') as version,
        exists (select from pg_available_extensions where name = 'vector') as has_vector`
    if (server!.number < OLDEST_VERSION) throw new AppError('unavailable', `The database at ${host} is Postgres ${server!.version}, and at least 15 is needed. Point DATABASE_URL to a newer one.`)
    if (!server!.has_vector) throw new AppError('unavailable', `The database at ${host} lacks pgvector. Install it there (https://github.com/pgvector/pgvector), or unset DATABASE_URL to use the embedded one.`)
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('unavailable', `The database ${pathname.slice(1)} at ${host} cannot be used: ${(cause as Error).message || (cause as NodeJS.ErrnoException).code}. Correct DATABASE_URL, or unset it to use the embedded one.`, { cause })
  } finally {
    await client.end({ timeout: 1 })
  }
}
