import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from './test-database.ts'
import type { TestDatabase } from './test-database.ts'

let database: TestDatabase
let sql: postgres.Sql

beforeAll(async () => {
  database = await createTestDatabase()
  sql = postgres(database.url, { max: 1, onnotice: () => undefined })
})
afterAll(async () => {
  await sql.end()
  await database.close()
})

test('a test database has the schema, the vector type and the queues', async () => {
  const [row] = await sql`select '[1,0]'::vector <=> '[0,1]'::vector as distance, (select count(*)::int from organizations) as organizations, (select count(*)::int from pgboss.queue) as queues`
  expect(row).toMatchObject({ distance: 1, organizations: 0 })
  expect(row!.queues).toBeGreaterThan(0)
})

test('the next test database is empty again', async () => {
  await sql`insert into organizations (id, name) values (gen_random_uuid(), 'left over')`
  const next = await createTestDatabase()
  const client = postgres(next.url, { max: 1 })
  expect(await client`select * from organizations`).toHaveLength(0)
  await client.end()
  await next.close()
})
