/** A clean, migrated database for one test file. */
import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { inject } from 'vitest'

export interface TestDatabase {
  url: string
  close: () => Promise<void>
}

/**
 * Call it once in a file's `beforeAll`. A native server gives each file a database of its own; the embedded one has a single database,
 * so it is emptied: test files run one after the other.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = inject('testServer')
  if (server.kind === 'embedded') {
    await withClient(server.url, (client) => client.unsafe(EMPTY_ALL_TABLES))
    return { url: server.url, close: async () => undefined }
  }
  const name = `rankwell_test_${randomUUID().replaceAll('-', '')}`
  await withClient(server.url, (client) => client.unsafe(`create database ${name} template ${server.template}`))
  const url = new URL(server.url)
  url.pathname = `/${name}`
  return {
    url: url.href,
    close: () => withClient(server.url, (client) => client.unsafe(`drop database if exists ${name} with (force)`)),
  }
}

/** What the migrations and the queue's installation wrote stays: their own records and the list of queues. */
const EMPTY_ALL_TABLES = `
  do $$ begin
    execute (
      select 'truncate ' || string_agg(format('%I.%I', schemaname, tablename), ', ') || ' restart identity cascade'
      from pg_tables
      where schemaname = 'public' or (schemaname = 'pgboss' and tablename not in ('version', 'queue'))
    );
  end $$`

async function withClient(url: string, work: (client: postgres.Sql) => Promise<unknown>): Promise<void> {
  const client = postgres(url, { max: 1, onnotice: () => undefined })
  try {
    await work(client)
  } finally {
    await client.end({ timeout: 5 })
  }
}
