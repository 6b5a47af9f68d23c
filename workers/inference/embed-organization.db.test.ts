import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { connectDatabase } from '#lib/db/client.ts'
import type { Connection } from '#lib/db/client.ts'
import { candidates, profiles } from '#lib/db/schema/candidates.ts'
import { embeddings, modelVersions, passages } from '#lib/db/schema/models.ts'
import { createTestDatabase } from '#lib/db/testing/test-database.ts'
import { makeJobVersion, makeOrganization, makePeople } from '#lib/matching/testing/matching-fixture.ts'
import type { TestOrganization } from '#lib/matching/testing/matching-fixture.ts'
import { openQueue } from '#lib/queue/queue.ts'
import type { Queue } from '#lib/queue/queue.ts'
import { embedJob } from './embed-job.ts'
import { embedOrganization } from './embed-organization.ts'
import { standIn, vectorOf } from './testing/stand-in-encoder.ts'
import type { StandIn } from './testing/stand-in-encoder.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let connection: Connection
let queue: Queue
let organization: TestOrganization
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
  organization = await makeTrainedOrganization()
  encoder = standIn()
})

/** Its live version has a folder of its own, so that no shipped weights are needed. */
async function makeTrainedOrganization() {
  const made = await makeOrganization(connection.db, null)
  await connection.db.update(modelVersions).set({ folder: 'models/live' }).where(eq(modelVersions.id, made.modelVersionId))
  return made
}
const inference = () => ({ db: connection.db, encoders: encoder.encoders, queue })
const embed = (organizationId = organization.organizationId) => embedOrganization(inference(), { organizationId })
const vectors = () => connection.db.select().from(embeddings).where(eq(embeddings.organizationId, organization.organizationId))
const people = (count: number, prefix = 'text') => Array.from({ length: count }, (_, index) => ({ text: `${prefix} ${index}` }))

test('encodes the job first and then everybody who lacks a vector, with their windows', async () => {
  const ids = await makePeople(connection.db, organization, people(20))
  await embed()
  expect(encoder.encoded[0]!.text).toContain('nurse')
  expect(encoder.encoded).toHaveLength(21)
  const stored = await vectors()
  expect(stored.map(({ candidateId }) => candidateId).filter(Boolean).sort()).toEqual([...ids].sort())
  expect(stored.find(({ candidateId }) => candidateId === ids[3])!.embedding).toEqual(vectorOf('live', 'text 3'))
  expect(await connection.db.$count(passages, eq(passages.organizationId, organization.organizationId))).toBe(20)
})

test('encodes nobody twice, and again only whose text changed', async () => {
  const [first] = await makePeople(connection.db, organization, people(3))
  await embed()
  await embed()
  expect(encoder.encoded).toHaveLength(4)
  await connection.db.update(profiles).set({ text: 'new words', textHash: 'new' }).where(eq(profiles.candidateId, first!))
  await embed()
  expect(encoder.encoded.slice(4).map(({ text }) => text)).toEqual(['new words'])
  expect((await vectors()).find(({ candidateId }) => candidateId === first)).toMatchObject({ sourceHash: 'new', embedding: vectorOf('live', 'new words') })
  expect(await connection.db.$count(passages, eq(passages.candidateId, first!))).toBe(1)
})

test('only the newest version of a job is encoded', async () => {
  await makeJobVersion(connection.db, { ...organization, number: 2, vector: null })
  await embed()
  expect(encoder.encoded).toHaveLength(1)
})

test('a person erased while they are encoded is left out and the others are kept', async () => {
  const ids = await makePeople(connection.db, organization, people(3))
  encoder.beforeText = async (text) => {
    if (text.startsWith('text')) await connection.db.delete(candidates).where(eq(candidates.id, ids[1]!))
  }
  await embed()
  expect((await vectors()).map(({ candidateId }) => candidateId).filter(Boolean).sort()).toEqual([ids[0]!, ids[2]!].sort())
})

test('what was written before a failure is kept, and the next run encodes only the rest', async () => {
  await makePeople(connection.db, organization, people(40))
  encoder.beforeText = (text) => {
    if (text === 'text 25') throw new Error('power cut')
  }
  await expect(embed()).rejects.toThrow('power cut')
  const kept = (await vectors()).length
  expect(kept).toBe(17)
  encoder.beforeText = () => undefined
  encoder.encoded.length = 0
  await embed()
  expect(encoder.encoded).toHaveLength(41 - kept)
  expect(await vectors()).toHaveLength(41)
})

test('a large upload is encoded in slices, and the rest goes to the end of the queue', async () => {
  await makePeople(connection.db, organization, people(150))
  await embed()
  expect(encoder.encoded.length).toBeGreaterThan(100)
  expect(encoder.encoded.length).toBeLessThan(151)
  const waiting = await connection.db.execute<{ data: { organizationId: string } }>(`select data from pgboss.job where name = 'embed-candidates' and state = 'created'`)
  expect(waiting.map(({ data }) => data.organizationId)).toContain(organization.organizationId)
  await embed()
  expect(encoder.encoded).toHaveLength(151)
})

test('two organisations that upload at once are encoded in turns', async () => {
  const other = await makeTrainedOrganization()
  await makePeople(connection.db, organization, people(64, 'ours'))
  await makePeople(connection.db, other, people(64, 'theirs'))
  encoder.beforeText = () => new Promise((resolve) => setTimeout(resolve, 1))
  await Promise.all([embed(), embed(other.organizationId)])
  const half = encoder.encoded.slice(0, encoder.encoded.length / 2).map(({ text }) => text)
  expect(half.filter((text) => text.startsWith('ours')).length).toBeGreaterThan(16)
  expect(half.filter((text) => text.startsWith('theirs')).length).toBeGreaterThan(16)
})

test('a posted job goes before uploads, which hand the encoder back after each text', async () => {
  await makePeople(connection.db, organization, people(3))
  const use = vi.spyOn(encoder.encoders, 'use')
  await embed()
  expect(use.mock.calls.map(([, urgency]) => urgency)).toEqual(['background', 'background', 'background', 'background'])
  const jobVersionId = await makeJobVersion(connection.db, { ...organization, number: 2, vector: null })
  expect(await embedJob(inference(), { organizationId: organization.organizationId, jobVersionId })).toBe('done')
  expect(use.mock.lastCall![1]).toBe('now')
})

test('the model version that goes live meanwhile is used from the next batch on', async () => {
  await makePeople(connection.db, organization, people(70))
  encoder.beforeText = async (text) => {
    if (text === 'text 3') await connection.db.update(modelVersions).set({ folder: 'models/next', weightsHash: 'next' }).where(eq(modelVersions.id, organization.modelVersionId))
  }
  await embed()
  expect(new Set(encoder.encoded.map(({ folder }) => folder))).toEqual(new Set(['live', 'next']))
})

test('a job of another organisation is not encoded, and one that has its vector is not encoded again', async () => {
  const other = await makeTrainedOrganization()
  expect(await embedJob(inference(), { organizationId: organization.organizationId, jobVersionId: other.jobVersionId })).toBe('gone')
  expect(await embedJob(inference(), { organizationId: organization.organizationId, jobVersionId: organization.jobVersionId })).toBe('done')
  expect(await embedJob(inference(), { organizationId: organization.organizationId, jobVersionId: organization.jobVersionId })).toBe('done')
  expect(encoder.encoded).toHaveLength(1)
  const [stored] = await connection.db.select().from(embeddings).where(and(eq(embeddings.organizationId, organization.organizationId), eq(embeddings.jobVersionId, organization.jobVersionId)))
  expect(stored!.sourceHash).toBe('job 1')
})

test('an organisation that was deleted needs nothing', async () => {
  await embed(crypto.randomUUID())
  expect(encoder.encoded).toEqual([])
})
