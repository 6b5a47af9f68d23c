import { eq, inArray } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { connectDatabase } from '#lib/db/client.ts'
import type { Connection } from '#lib/db/client.ts'
import { organizations } from '#lib/db/schema/accounts.ts'
import { embeddings, modelVersions } from '#lib/db/schema/models.ts'
import { createTestDatabase } from '#lib/db/testing/test-database.ts'
import { ensureBaseModelVersion } from '#lib/matching/ensure-base-model-version.ts'
import { findModelFolder, hashShippedWeights } from '#lib/matching/model-weights.ts'
import { makeModelVersion, makeOrganization, makePeople } from '#lib/matching/testing/matching-fixture.ts'
import type { TestOrganization } from '#lib/matching/testing/matching-fixture.ts'
import { openQueue } from '#lib/queue/queue.ts'
import type { Queue } from '#lib/queue/queue.ts'
import { catchUp } from './catch-up.ts'
import { embedJob } from './embed-job.ts'
import { promoteModel } from './promote-model.ts'
import { standIn } from './testing/stand-in-encoder.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let connection: Connection
let queue: Queue
/** Its base version carries the hash of an encoder that is no longer shipped. */
let organization: TestOrganization

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
  await connection.db.delete(organizations)
  await connection.db.execute(`delete from pgboss.job`)
  organization = await makeOrganization(connection.db)
})

const versions = () => connection.db.select().from(modelVersions).where(eq(modelVersions.organizationId, organization.organizationId)).orderBy(modelVersions.number)
const tasks = (name: string) => connection.db.execute<{ data: { organizationId: string; modelVersionId: string; actorId: string; reason: string } }>(`select data from pgboss.job where name = '${name}' order by created_on`)

test('a replaced encoder becomes a new version that is promoted in the background, beside the old vectors', async () => {
  await makePeople(connection.db, organization, [{ text: 'a', vector: [1, 0, 0, 0] }])
  await catchUp({ db: connection.db, queue })
  const [old, fresh] = await versions()
  expect(old).toMatchObject({ number: 1, state: 'live' })
  expect(fresh).toMatchObject({ number: 2, stage: 'base', folder: null, state: 'embedding', weightsHash: await hashShippedWeights() })
  const [task] = await tasks('promote-model')
  expect(task!.data).toMatchObject({ modelVersionId: fresh!.id })

  const { encoders, encoded } = standIn()
  await promoteModel({ db: connection.db, encoders, queue }, task!.data)
  expect((await versions()).map(({ state }) => state)).toEqual(['retired', 'live'])
  expect(encoded).toHaveLength(2)
  expect(await connection.db.$count(embeddings, eq(embeddings.modelVersionId, old!.id))).toBe(2)
})

test('until then nothing is encoded with the new weights under the old version', async () => {
  const { encoders, encoded } = standIn()
  const other = await makeOrganization(connection.db, null)
  expect(await embedJob({ db: connection.db, encoders }, other)).toBe('later')
  expect(encoded).toEqual([])
  expect(await findModelFolder((await versions())[0]!)).toBeNull()
})

test('starting twice makes one version and one promotion', async () => {
  await catchUp({ db: connection.db, queue })
  await catchUp({ db: connection.db, queue })
  expect(await versions()).toHaveLength(2)
  expect(await tasks('promote-model')).toHaveLength(1)
})

test('a promotion whose task is used up waits for a person again; one that still has a task goes on', async () => {
  const { organizationId, actor } = organization
  const [abandoned, underWay] = [await makeModelVersion(connection.db, { organizationId, number: 2 }), await makeModelVersion(connection.db, { organizationId, number: 3 })]
  await connection.db.update(modelVersions).set({ state: 'embedding' }).where(inArray(modelVersions.id, [abandoned, underWay]))
  await connection.db.transaction((tx) => queue.enqueue(tx, 'promote-model', { organizationId, modelVersionId: underWay, actorId: actor.userId, reason: 'x' }))
  await catchUp({ db: connection.db, queue })
  const after = new Map((await versions()).map(({ id, state, embedError }) => [id, { state, embedError }]))
  expect(after.get(abandoned)).toMatchObject({ state: 'candidate', embedError: expect.stringContaining('promote it again') })
  expect(after.get(underWay)).toEqual({ state: 'embedding', embedError: null })
})

test('a trained live version stays live when the shipped encoder changes', async () => {
  await connection.db.update(modelVersions).set({ state: 'retired' }).where(eq(modelVersions.id, organization.modelVersionId))
  const trained = await makeModelVersion(connection.db, { organizationId: organization.organizationId, number: 2 })
  await connection.db.update(modelVersions).set({ state: 'live' }).where(eq(modelVersions.id, trained))
  await catchUp({ db: connection.db, queue })
  expect((await versions()).map(({ stage, state }) => `${stage} ${state}`)).toEqual(['base retired', 'rankpo live', 'base candidate'])
  expect(await tasks('promote-model')).toHaveLength(0)
})

test('an organisation gets its base version once, live at once', async () => {
  const [made] = await connection.db.insert(organizations).values({ name: 'New' }).returning()
  const first = await connection.db.transaction((tx) => ensureBaseModelVersion(tx, made!.id))
  expect(await connection.db.transaction((tx) => ensureBaseModelVersion(tx, made!.id))).toEqual(first)
  const [row] = await connection.db.select().from(modelVersions).where(eq(modelVersions.id, first.modelVersionId))
  expect(row).toMatchObject({ number: 1, stage: 'base', state: 'live', weightsHash: await hashShippedWeights() })
  expect(await findModelFolder(row!)).toMatch(/models\/base$/)
})

test('texts that were left without vectors are enqueued again, once per organisation', async () => {
  await connection.db.update(modelVersions).set({ weightsHash: await hashShippedWeights() }).where(eq(modelVersions.id, organization.modelVersionId))
  await catchUp({ db: connection.db, queue })
  expect(await tasks('embed-candidates')).toHaveLength(0)
  await makePeople(connection.db, organization, [{ text: 'left behind' }])
  await catchUp({ db: connection.db, queue })
  await catchUp({ db: connection.db, queue })
  expect((await tasks('embed-candidates')).map(({ data }) => data.organizationId)).toEqual([organization.organizationId])
})
