/** Creates the queue's tables and queues, and lets the application role enqueue. The supervisor runs it after the migrations. */
import postgres from 'postgres'
import { PgBoss } from 'pg-boss'
import { TASKS } from './tasks.ts'

export async function installQueue(url: string): Promise<void> {
  const boss = new PgBoss({ connectionString: url, max: 1, supervise: false, schedule: false })
  boss.on('error', () => undefined)
  await boss.start()
  try {
    for (const [name, { payload: _, ...limits }] of Object.entries(TASKS)) {
      await boss.createQueue(name, { ...limits, retryDelay: 1, retryBackoff: true })
    }
  } finally {
    await boss.stop({ graceful: false })
  }
  const client = postgres(url, { max: 1, onnotice: () => undefined })
  try {
    await client`grant usage on schema pgboss to rankwell_app`
    await client`grant select, insert, update on all tables in schema pgboss to rankwell_app`
    await client`grant execute on all functions in schema pgboss to rankwell_app`
  } finally {
    await client.end({ timeout: 5 })
  }
}
