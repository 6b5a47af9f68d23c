import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { connectDatabase, withOrganization } from '#lib/db/client.ts'
import type { Connection } from '#lib/db/client.ts'
import { switchLiveModel } from '#lib/db/queries/model-versions.ts'
import { auditEvents } from '#lib/db/schema/matching.ts'
import { embeddings, modelVersions } from '#lib/db/schema/models.ts'
import { createTestDatabase } from '#lib/db/testing/test-database.ts'
import { EngineError } from '#lib/engine/errors.ts'
import { rankCandidates } from '#lib/matching/rank-candidates.ts'
import { makeModelVersion, makeOrganization, makePeople } from '#lib/matching/testing/matching-fixture.ts'
import type { TestOrganization } from '#lib/matching/testing/matching-fixture.ts'
import { openQueue } from '#lib/queue/queue.ts'
import type { Queue } from '#lib/queue/queue.ts'
import { NOBODY, promoteModel } from './promote-model.ts'
import { standIn, vectorOf } from './testing/stand-in-encoder.ts'
import type { StandIn } from './testing/stand-in-encoder.ts'

const PEOPLE = 50

let database: Awaited<ReturnType<typeof createTestDatabase>>
let connection: Connection
let queue: Queue
let organization: TestOrganization
let next: string
let encoder: StandIn

beforeAll(async () => {
  database = await createTestDatabase()
  connection = connectDatabase(database.url)
  queue = await openQueue(database.url)
})
afterAll(async () => {
  await queue.close()
  await connection.close()
  await database.close()
})
beforeEach(async () => {
  organization = await makeOrganization(connection.db)
  await makePeople(connection.db, organization, Array.from({ length: PEOPLE }, (_, index) => ({ name: `P${index}`, text: `text ${index}`, vector: [1, index, 0, 0] })))
  next = await makeModelVersion(connection.db, { organizationId: organization.organizationId, number: 2, folder: 'models/next' })
  encoder = standIn()
})

const promote = (signal?: AbortSignal, actorId = organization.actor.userId) =>
  promoteModel({ db: connection.db, encoders: encoder.encoders, queue }, { organizationId: organization.organizationId, modelVersionId: next, actorId, reason: 'better on held-out pairs' }, signal)
const version = async (id = next) => (await connection.db.select().from(modelVersions).where(eq(modelVersions.id, id)))[0]!
const rank = () => rankCandidates({ db: connection.db, queue }, organization.actor, { jobId: organization.jobId, limit: 500 })
const vectorsOf = (modelVersionId: string) => connection.db.$count(embeddings, eq(embeddings.modelVersionId, modelVersionId))

test('encodes everything beside the old vectors and then switches with reason, time and record', async () => {
  await promote()
  expect(await version()).toMatchObject({ state: 'live', reason: 'better on held-out pairs', embeddedCount: PEOPLE + 1, embedTotal: PEOPLE + 1, embedError: null })
  expect((await version()).promotedAt).not.toBeNull()
  expect((await version(organization.modelVersionId)).state).toBe('retired')
  expect(await vectorsOf(organization.modelVersionId)).toBe(PEOPLE + 1)
  const ranking = await rank()
  expect(ranking).toMatchObject({ total: PEOPLE, waitingCount: 0, isReady: true, modelVersion: { number: 2 }, change: { fromModelNumber: 1, reason: 'better on held-out pairs' } })
  const events = await connection.db.select().from(auditEvents).where(eq(auditEvents.subjectId, next))
  expect(events).toMatchObject([{ action: 'model.promoted', actorId: organization.actor.userId, details: { number: 2, previousNumber: 1 } }])
})

test('whoever looks meanwhile sees the whole old list or the whole new one', async () => {
  const seen = new Set<string>()
  let isDone = false
  const looking = (async () => {
    while (!isDone) {
      const { modelVersion, total, isReady } = await rank()
      seen.add(`model ${modelVersion.number}: ${isReady ? total : 'not ready'}`)
    }
  })()
  await promote()
  await rank()
  isDone = true
  await looking
  expect([...seen].filter((line) => line !== `model 1: ${PEOPLE}` && line !== `model 2: ${PEOPLE}`)).toEqual([])
  expect(seen).toContain(`model 1: ${PEOPLE}`)
})

test('progress is told while it encodes and the old version stays live', async () => {
  const told: number[] = []
  encoder.beforeText = async () => {
    const { embeddedCount, state } = await version()
    expect(state).toBe('embedding')
    expect((await version(organization.modelVersionId)).state).toBe('live')
    told.push(embeddedCount)
  }
  await promote()
  expect(told[0]).toBe(0)
  expect(told).toEqual(told.toSorted((a, b) => a - b))
  expect(new Set(told).size).toBeGreaterThan(3)
})

test('stopped between batches, it goes on with what is missing only', async () => {
  const stop = new AbortController()
  encoder.beforeText = (text) => {
    if (text === 'text 40') stop.abort()
  }
  await expect(promote(stop.signal)).rejects.toThrow()
  const kept = await vectorsOf(next)
  expect(kept).toBeGreaterThan(16)
  expect((await version()).state).toBe('embedding')
  expect((await rank()).modelVersion.number).toBe(1)

  encoder.beforeText = () => undefined
  const before = encoder.encoded.length
  await promote()
  expect(encoder.encoded.length - before).toBe(PEOPLE + 1 - kept)
  expect((await version()).state).toBe('live')
})

test('people who join while it encodes are in the new list too', async () => {
  let hasJoined = false
  encoder.beforeText = async () => {
    if (hasJoined) return
    hasJoined = true
    await makePeople(connection.db, organization, [{ name: 'Late', text: 'late', vector: [1, 1, 0, 0] }])
  }
  await promote()
  expect((await rank()).candidates.map(({ name }) => name)).toContain('Late')
})

test('a broken model folder is told in one sentence, the old version stays live, and it can be promoted again', async () => {
  let attempts = 0
  encoder.beforeText = () => {
    attempts++
    throw new EngineError('models/next: the tensor encoder.layer.0 is missing.')
  }
  await promote()
  expect(attempts).toBe(1)
  expect(await version()).toMatchObject({ state: 'candidate', embedError: 'models/next: the tensor encoder.layer.0 is missing.' })
  expect((await rank()).modelVersion.number).toBe(1)
  encoder.beforeText = () => undefined
  await promote()
  expect(await version()).toMatchObject({ state: 'live', embedError: null })
})

test('a passing failure is tried again by itself', async () => {
  let failures = 1
  encoder.beforeText = () => {
    if (failures-- > 0) throw new Error('connection lost')
  }
  await promote()
  expect((await version()).state).toBe('live')
})

test('rolling back is one switch: the old vectors make the old list at once', async () => {
  const before = (await rank()).candidates.map(({ candidateId, score }) => [candidateId, score])
  await promote()
  expect((await rank()).candidates.map(({ candidateId, score }) => [candidateId, score])).not.toEqual(before)
  const { organizationId, modelVersionId, actor } = organization
  await withOrganization(connection.db, organizationId, (tx) => switchLiveModel(tx, { organizationId, modelVersionId, actorId: actor.userId, reason: 'worse in practice', action: 'model.rolled_back' }))
  const ranking = await rank()
  expect(ranking.candidates.map(({ candidateId, score }) => [candidateId, score])).toEqual(before)
  expect(ranking).toMatchObject({ modelVersion: { number: 1, reason: 'worse in practice' }, change: { fromModelNumber: 2 } })
})

test('a version that is live already and one that is gone need nothing', async () => {
  await promote()
  const before = encoder.encoded.length
  await promote()
  next = crypto.randomUUID()
  await promote()
  expect(encoder.encoded).toHaveLength(before)
})

test('a switch that fails half-way leaves the old version live', async () => {
  const { organizationId, modelVersionId } = organization
  const failing = withOrganization(connection.db, organizationId, async (tx) => {
    await switchLiveModel(tx, { organizationId, modelVersionId: next, actorId: null, reason: 'x', action: 'model.promoted' })
    throw new Error('the process died here')
  })
  await expect(failing).rejects.toThrow('died')
  expect((await version(modelVersionId)).state).toBe('live')
  expect((await version()).state).toBe('candidate')
})

test("another organisation's version cannot be switched to", async () => {
  const stranger = await makeOrganization(connection.db)
  const switching = withOrganization(connection.db, stranger.organizationId, (tx) => switchLiveModel(tx, { organizationId: stranger.organizationId, modelVersionId: next, actorId: null, reason: 'x', action: 'model.promoted' }))
  await expect(switching).rejects.toMatchObject({ code: 'not_found' })
})

test('when nobody pressed anything, the record names nobody', async () => {
  await promote(undefined, NOBODY)
  const events = await connection.db.select().from(auditEvents).where(eq(auditEvents.subjectId, next))
  expect(events).toMatchObject([{ action: 'model.promoted', actorId: null }])
  expect((await connection.db.select().from(embeddings).where(eq(embeddings.jobVersionId, organization.jobVersionId))).find(({ modelVersionId }) => modelVersionId === next)!.embedding).toEqual(vectorOf('next', 'Nurse\n\nWe need a nurse for the night.'))
})
