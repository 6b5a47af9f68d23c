import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectDatabase, withOrganization } from './client.ts'
import type { Connection } from './client.ts'
import { organizations } from './schema/accounts.ts'
import { jobs } from './schema/jobs.ts'
import { createTestDatabase } from './testing/test-database.ts'
import type { TestDatabase } from './testing/test-database.ts'

let database: TestDatabase
let connection: Connection
let sql: postgres.Sql

beforeAll(async () => {
  database = await createTestDatabase()
  connection = connectDatabase(database.url)
  sql = postgres(database.url, { max: 1, onnotice: () => undefined })
})
afterAll(async () => {
  await sql.end()
  await connection.close()
  await database.close()
})

async function createOrganization(name: string): Promise<string> {
  const [row] = await connection.db.insert(organizations).values({ name }).returning({ id: organizations.id })
  return row!.id
}

test('every table with an organisation has row-level security and a policy', async () => {
  const open = await sql`
    select c.table_name from information_schema.columns c join pg_class t on t.oid = format('public.%I', c.table_name)::regclass
    where c.table_schema = 'public' and c.column_name = 'organization_id'
      and (not t.relrowsecurity or (c.table_name <> 'sessions' and not exists (select from pg_policies p where p.tablename = c.table_name and 'rankwell_app' = any (p.roles))))`
  expect(open.map((row) => row.table_name)).toEqual([])
})

test('rows of another organisation are neither seen nor written, whatever the query forgets to say', async () => {
  const [ours, theirs] = [await createOrganization('ours'), await createOrganization('theirs')]
  await withOrganization(connection.db, theirs, (tx) => tx.insert(jobs).values({ organizationId: theirs }))
  expect(await withOrganization(connection.db, ours, (tx) => tx.select({ id: jobs.id }).from(jobs))).toEqual([])
  await expect(withOrganization(connection.db, ours, (tx) => tx.insert(jobs).values({ organizationId: theirs }))).rejects.toMatchObject({ cause: { code: '42501' } })
  expect(await withOrganization(connection.db, ours, (tx) => tx.delete(jobs).returning({ id: jobs.id }))).toEqual([])
})

test('the role of one transaction does not leak into the next query of its connection', async () => {
  const ours = await createOrganization('ours')
  const single = connectDatabase(database.url, { max: 1 })
  await withOrganization(single.db, ours, (tx) => tx.select({ id: jobs.id }).from(jobs))
  expect((await single.db.select({ id: organizations.id }).from(organizations)).length).toBeGreaterThan(1)
  await single.close()
})
