import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyPassword } from '#lib/accounts/hash-password.ts'
import { connectDatabase } from '#lib/db/client.ts'
import type { Connection } from '#lib/db/client.ts'
import { memberships, organizations, users } from '#lib/db/schema/accounts.ts'
import { createTestDatabase } from '#lib/db/testing/test-database.ts'
import type { TestDatabase } from '#lib/db/testing/test-database.ts'
import { listJobs } from '#lib/jobs/list-jobs.ts'
import { listCandidates } from '#lib/candidates/list-candidates.ts'
import { openQueue } from '#lib/queue/queue.ts'
import type { Services } from '#lib/services.ts'
import { getTrainingOverview } from '#lib/training/get-training-overview.ts'
import { DEMO_NAME, seedDemo } from './seed-demo.ts'

let database: TestDatabase
let connection: Connection
let services: Services

beforeAll(async () => {
  database = await createTestDatabase()
  connection = connectDatabase(database.url)
  services = { db: connection.db, queue: await openQueue(database.url) }
})
afterAll(async () => {
  await services.queue.close()
  await connection.close()
  await database.close()
})

test('the first run has a demo that is alive, a second makes none, and a deleted one stays deleted', async () => {
  const startedAt = performance.now()
  const seeded = await seedDemo(services)
  const took = performance.now() - startedAt
  expect(took).toBeLessThan(10_000)
  const [owner] = await connection.db.select({ userId: users.id, passwordHash: users.passwordHash, organizationId: memberships.organizationId, name: organizations.name, isDemo: organizations.isDemo }).from(users).innerJoin(memberships, eq(memberships.userId, users.id)).innerJoin(organizations, eq(organizations.id, memberships.organizationId)).where(eq(users.email, seeded!.email))
  expect(owner).toMatchObject({ name: DEMO_NAME, isDemo: true })
  expect(await verifyPassword(owner!.passwordHash, seeded!.password)).toBe(true)
  const actor = { userId: owner!.userId, organizationId: owner!.organizationId, role: 'owner' as const }
  expect((await listCandidates(services, actor, {})).total).toBeGreaterThanOrEqual(200)
  const jobs = await listJobs(services, actor, {})
  expect(jobs).toHaveLength(10)
  expect(jobs.reduce((sum, { shortlistedCount }) => sum + shortlistedCount, 0)).toBeGreaterThan(10)
  expect(jobs.reduce((sum, { answeredPairs }) => sum + answeredPairs, 0)).toBe(120)
  expect(await getTrainingOverview(services, actor)).toMatchObject({ canStart: true })
  expect(await connection.db.execute(sql`select name, count(*)::int as n from pgboss.job group by name order by name`)).toMatchObject([{ name: 'embed-candidates', n: 1 }, { name: 'embed-job', n: 10 }])

  expect(await seedDemo(services)).toBeNull()
  await connection.db.delete(organizations)
  expect(await seedDemo(services)).toBeNull()
  console.log(`seeded in ${Math.round(took)} ms`)
})
