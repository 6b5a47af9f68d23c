import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

const TOKEN = 'a-token-of-at-least-thirty-two-characters'
/** Chosen before lib/env reads the environment. */
const port = await vi.hoisted(async () => {
  const { createServer } = await import('node:net')
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as { port: number }
  probe.close()
  process.env.INFERENCE_URL = `http://127.0.0.1:${port}`
  process.env.RANKWELL_SERVICE_TOKEN = 'a-token-of-at-least-thirty-two-characters'
  process.env.LOG_LEVEL = 'silent'
  return port
})

import { connectDatabase } from '#lib/db/client.ts'
import type { Connection } from '#lib/db/client.ts'
import { embeddings, modelVersions } from '#lib/db/schema/models.ts'
import { createTestDatabase } from '#lib/db/testing/test-database.ts'
import { embedJobNow } from '#lib/inference/embed-job-now.ts'
import { makeOrganization } from '#lib/matching/testing/matching-fixture.ts'
import type { TestOrganization } from '#lib/matching/testing/matching-fixture.ts'
import { createInferenceServer } from './inference-server.ts'
import { standIn } from './testing/stand-in-encoder.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let connection: Connection
let server: ReturnType<typeof createInferenceServer>
let organization: TestOrganization
const encoder = standIn()

beforeAll(async () => {
  database = await createTestDatabase()
  connection = connectDatabase(database.url)
  organization = await makeOrganization(connection.db, null)
  await connection.db.update(modelVersions).set({ folder: 'models/live' }).where(eq(modelVersions.id, organization.modelVersionId))
  server = createInferenceServer({ db: connection.db, encoders: encoder.encoders }, TOKEN).listen(port, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(async () => {
  server.close()
  await connection.close()
  await database.close()
})

const post = (body: string, headers: Record<string, string> = { authorization: `Bearer ${TOKEN}` }) => fetch(`http://127.0.0.1:${port}/embed-job`, { method: 'POST', body, headers })
const known = () => JSON.stringify({ organizationId: organization.organizationId, jobVersionId: organization.jobVersionId })

test('anyone may ask whether it is well', async () => {
  expect(await (await fetch(`http://127.0.0.1:${port}/health`)).json()).toEqual({ status: 'ok' })
})

test('without the right token nothing is encoded', async () => {
  for (const headers of [{}, { authorization: 'Bearer wrong' }, { authorization: TOKEN }] as Record<string, string>[]) expect((await post(known(), headers)).status).toBe(401)
  expect(encoder.encoded).toEqual([])
})

test('a body that is no request is refused', async () => {
  for (const body of ['', '{', '[]', '{"organizationId":"x","jobVersionId":"y"}', `"${'x'.repeat(20_000)}"`]) expect((await post(body)).status).toBe(400)
  expect((await fetch(`http://127.0.0.1:${port}/other`, { headers: { authorization: `Bearer ${TOKEN}` } })).status).toBe(404)
})

test('another organisation does not reach a job', async () => {
  expect((await post(JSON.stringify({ organizationId: crypto.randomUUID(), jobVersionId: organization.jobVersionId }))).status).toBe(404)
  expect(await connection.db.$count(embeddings)).toBe(0)
})

test('the web process gets true when the vector is there', async () => {
  expect(await embedJobNow(organization)).toBe(true)
  expect(await connection.db.$count(embeddings, eq(embeddings.jobVersionId, organization.jobVersionId))).toBe(1)
  expect(await embedJobNow({ organizationId: organization.organizationId, jobVersionId: crypto.randomUUID() })).toBe(false)
})

test('the web process gets false within two and a half seconds when the service hangs, and at once when it is away', async () => {
  server.close()
  server.closeAllConnections()
  await once(server, 'close')
  expect(await embedJobNow(organization)).toBe(false)
  const hanging = createServer(() => undefined).listen(port, '127.0.0.1')
  await once(hanging, 'listening')
  expect((hanging.address() as AddressInfo).port).toBe(port)
  const startedAt = performance.now()
  expect(await embedJobNow(organization)).toBe(false)
  expect(performance.now() - startedAt).toBeLessThan(2500)
  hanging.closeAllConnections()
  hanging.close()
})
