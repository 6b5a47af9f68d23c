/** The worker as a process of its own with the shipped encoder: started, asked, killed, started again. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdtemp, open, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { connectDatabase, withOrganization } from '#lib/db/client.ts'
import type { Connection } from '#lib/db/client.ts'
import { markModelEmbedding } from '#lib/db/queries/model-versions.ts'
import { embeddings, modelVersions } from '#lib/db/schema/models.ts'
import { createTestDatabase } from '#lib/db/testing/test-database.ts'
import { hashShippedWeights } from '#lib/matching/model-weights.ts'
import { rankCandidates } from '#lib/matching/rank-candidates.ts'
import { makeJobVersion, makeModelVersion, makeOrganization, makePeople } from '#lib/matching/testing/matching-fixture.ts'
import type { TestOrganization } from '#lib/matching/testing/matching-fixture.ts'
import { openQueue } from '#lib/queue/queue.ts'
import type { Queue } from '#lib/queue/queue.ts'

const TOKEN = 'a-token-of-at-least-thirty-two-characters'
const PEOPLE = 36
const WORDS = ['night shift in a hospital ward', 'welding of steel pipes', 'TypeScript and PostgreSQL', 'teaching children to read', 'driving a truck across Europe', 'bookkeeping for small firms']

let database: Awaited<ReturnType<typeof createTestDatabase>>
let connection: Connection
let queue: Queue
let organization: TestOrganization
let url: string
const children = new Set<ChildProcess>()

beforeAll(async () => {
  database = await createTestDatabase()
  connection = connectDatabase(database.url)
  queue = await openQueue(database.url)
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  url = `http://127.0.0.1:${(probe.address() as AddressInfo).port}`
  probe.close()
  organization = await makeOrganization(connection.db, null)
  await connection.db.update(modelVersions).set({ weightsHash: await hashShippedWeights() }).where(eq(modelVersions.id, organization.modelVersionId))
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await queue.close()
  await connection.close()
  await database.close()
})

function startWorker(overrides: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['workers/inference.ts'], {
    env: { ...process.env, DATABASE_URL: database.url, INFERENCE_URL: url, RANKWELL_SERVICE_TOKEN: TOKEN, LOG_LEVEL: 'warn', ...overrides },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  children.add(child)
  let problems = ''
  child.stderr!.on('data', (chunk) => (problems += String(chunk)))
  const exited = once(child, 'exit').then(([code]) => {
    children.delete(child)
    return code as number | null
  })
  const ready = Promise.race([once(child, 'message').then(() => undefined), exited.then((code) => Promise.reject(new Error(`the worker ended with ${code}: ${problems}`)))])
  ready.catch(() => undefined)
  return { child, ready, exited, problems: () => problems }
}

/** A vector that is made again has another time. */
const vectorsOf = async (modelVersionId: string) => (await connection.db.select().from(embeddings).where(eq(embeddings.modelVersionId, modelVersionId))).map(({ id, createdAt }) => `${id} ${createdAt.toISOString()}`)
const postJob = (jobVersionId: string) => fetch(`${url}/embed-job`, { method: 'POST', headers: { authorization: `Bearer ${TOKEN}` }, body: JSON.stringify({ organizationId: organization.organizationId, jobVersionId }) })

test('encodes what is there at its start, answers for a posted job, and goes on with a promotion after kill -9', async () => {
  const { organizationId, modelVersionId, jobId, actor } = organization
  await makePeople(connection.db, organization, Array.from({ length: PEOPLE }, (_, index) => ({ name: `P${index}`, text: `${index}. ${`${WORDS[index % WORDS.length]}. `.repeat(60)}` })))
  const first = startWorker()
  await first.ready
  const jobVersionId = await makeJobVersion(connection.db, { organizationId, modelVersionId, jobId, number: 2, vector: null })
  expect((await postJob(jobVersionId)).status).toBe(200)
  await vi.waitUntil(async () => (await rankCandidates({ db: connection.db, queue }, actor, { jobId })).waitingCount === 0, { timeout: 60_000, interval: 200 })
  const ranking = await rankCandidates({ db: connection.db, queue }, actor, { jobId, limit: 6 })
  expect(ranking).toMatchObject({ isReady: true, total: PEOPLE })
  expect(ranking.candidates.every(({ passage }) => passage!.text.includes('hospital ward'))).toBe(true)

  // The shipped weights under another name: what a promotion does is the same.
  const next = await makeModelVersion(connection.db, { organizationId, number: 2, folder: resolve('models/base') })
  await withOrganization(connection.db, organizationId, async (tx) => {
    await markModelEmbedding(tx, { organizationId, modelVersionId: next, reason: 'test' })
    await queue.enqueue(tx, 'promote-model', { organizationId, modelVersionId: next, actorId: actor.userId, reason: 'test' })
  })
  await vi.waitUntil(async () => (await vectorsOf(next)).length >= 4, { timeout: 60_000, interval: 20 })
  first.child.kill('SIGKILL')
  await first.exited
  const kept = await vectorsOf(next)
  expect(kept.length).toBeLessThan(PEOPLE + 1)
  expect((await rankCandidates({ db: connection.db, queue }, actor, { jobId })).modelVersion.number).toBe(1)

  // Stopped in an orderly way, it hands the work back, and the third start goes on at once.
  const second = startWorker()
  await second.ready
  const stoppingAt = performance.now()
  second.child.kill('SIGTERM')
  expect(await second.exited).toBe(0)
  expect(performance.now() - stoppingAt).toBeLessThan(5000)
  const third = startWorker()
  await third.ready
  const state = async () => (await connection.db.select().from(modelVersions).where(eq(modelVersions.id, next)))[0]!.state
  await vi.waitUntil(async () => (await state()) === 'live', { timeout: 60_000, interval: 200 })
  const all = new Set(await vectorsOf(next))
  expect(all.size).toBe(PEOPLE + 1)
  expect(kept.every((vector) => all.has(vector))).toBe(true)
  expect(await rankCandidates({ db: connection.db, queue }, actor, { jobId })).toMatchObject({ total: PEOPLE, change: { moved: 0 }, modelVersion: { number: 2 } })
  third.child.kill('SIGTERM')
  expect(await third.exited).toBe(0)
})

test('a truncated model file is said in one sentence and ends it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rankwell-broken-model-'))
  try {
    for (const entry of await readdir('models/base', { withFileTypes: true })) if (entry.isFile()) await copyFile(join('models/base', entry.name), join(folder, entry.name))
    const weights = await open(join(folder, 'model.safetensors'), 'r+')
    await weights.truncate(1_000_000)
    await weights.close()
    const worker = startWorker({ RANKWELL_MODEL: folder })
    expect(await worker.exited).toBe(1)
    expect(worker.problems()).toContain('model.safetensors')
    expect(worker.problems()).not.toMatch(/\n\s+at /)
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('ends when the process that started it is gone', async () => {
  const worker = startWorker()
  await worker.ready
  worker.child.disconnect()
  expect(await worker.exited).toBe(0)
})
