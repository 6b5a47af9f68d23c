/** The connection to Postgres, and the transaction in which one organisation's rows are all there is. */
import { sql } from 'drizzle-orm'
import type { PgDatabase } from 'drizzle-orm/pg-core'
import { drizzle } from 'drizzle-orm/postgres-js'
import type { PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { lingeringSockets } from './lingering-socket.ts'

export type Database = PgDatabase<PostgresJsQueryResultHKT, Record<string, never>>
/** A Database that is known to be inside a transaction. */
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]

export interface Connection {
  db: Database
  close: () => Promise<void>
}

export function connectDatabase(url: string, options: { max?: number } = {}): Connection {
  const client = postgres(url, { max: options.max ?? 8, onnotice: () => undefined, ...lingeringSockets })
  return { db: drizzle(client, { casing: 'snake_case' }), close: () => client.end({ timeout: 5 }) }
}

/**
 * Runs `work` in a transaction under the role that row-level security binds to one organisation.
 * Everything inside must use the given `tx`: the embedded database has one backend, so a query on another connection would wait for this one.
 */
export function withOrganization<T>(db: Database, organizationId: string, work: (tx: Transaction) => Promise<T>, options?: { isolationLevel: 'repeatable read' }): Promise<T> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('role', 'rankwell_app', true), set_config('app.organization', ${organizationId}, true)`)
    return work(tx)
  }, options)
}
