import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { connectDatabase } from '#lib/db/client.ts'
import type { Connection } from '#lib/db/client.ts'
import { candidates } from '#lib/db/schema/candidates.ts'
import { auditEvents, REJECTION_REASONS, SHORTLIST_STAGES } from '#lib/db/schema/matching.ts'
import { createTestDatabase } from '#lib/db/testing/test-database.ts'
import type { Services } from '#lib/services.ts'
import { rejectionReason, shortlistStage } from '#lib/validation/shortlist.ts'
import { makeMember, makeOrganization, makePeople } from '../matching/testing/matching-fixture.ts'
import type { TestOrganization } from '../matching/testing/matching-fixture.ts'
import { addToShortlist } from './add-to-shortlist.ts'
import { listShortlist } from './list-shortlist.ts'
import { moveInShortlist } from './move-in-shortlist.ts'
import { removeFromShortlist } from './remove-from-shortlist.ts'
import { updateShortlistEntry } from './update-shortlist-entry.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let connection: Connection
let services: Services
let organization: TestOrganization
let people: string[]

beforeAll(async () => {
  database = await createTestDatabase()
  connection = connectDatabase(database.url)
  services = { db: connection.db, queue: null as never }
})
afterAll(async () => {
  await connection.close()
  await database.close()
})
beforeEach(async () => {
  organization = await makeOrganization(connection.db)
  people = await makePeople(connection.db, organization, ['Anna', 'Bruno', 'Clara', 'David', 'Elena'].map((name) => ({ name })))
  for (const candidateId of people.slice(0, 4)) await addToShortlist(services, organization.actor, { jobId: organization.jobId, candidateId })
})

const list = () => listShortlist(services, organization.actor, { jobId: organization.jobId })
const order = async () => (await list()).map(({ name }) => name!.slice(0, 1)).join('')
const target = (index: number) => ({ jobId: organization.jobId, candidateId: people[index]! })
const move = (index: number, before: number | null) => moveInShortlist(services, organization.actor, { ...target(index), beforeCandidateId: before === null ? null : people[before]! })

test('people are added at the end, once', async () => {
  await addToShortlist(services, organization.actor, target(0))
  expect(await order()).toBe('ABCD')
  expect((await list())[0]).toMatchObject({ stage: 'shortlisted', note: '', addedByName: 'Person owner', position: 0 })
})

test('people are moved before another, to the end and to themselves', async () => {
  await move(3, 0)
  expect(await order()).toBe('DABC')
  await move(0, null)
  expect(await order()).toBe('DBCA')
  await move(1, 1)
  expect(await order()).toBe('DBCA')
})

test('removing closes the gap, and so does erasing the person', async () => {
  await removeFromShortlist(services, organization.actor, target(1))
  await connection.db.delete(candidates).where(eq(candidates.id, people[2]!))
  expect((await list()).map(({ name, position }) => [name, position])).toEqual([['Anna', 0], ['David', 1]])
  await addToShortlist(services, organization.actor, target(4))
  expect(await order()).toBe('ADE')
})

test('two recruiters who reorder, add and remove at once leave one order with everybody in it', async () => {
  const colleague = await makeMember(connection.db, organization.organizationId, 'recruiter')
  await Promise.all([
    move(3, 0),
    moveInShortlist(services, colleague, { ...target(2), beforeCandidateId: people[0]! }),
    addToShortlist(services, colleague, target(4)),
    addToShortlist(services, organization.actor, target(4)),
    removeFromShortlist(services, organization.actor, target(1)),
    move(0, null),
  ])
  const entries = await list()
  expect(entries.map(({ candidateId }) => candidateId).sort()).toEqual([0, 2, 3, 4].map((index) => people[index]!).sort())
  expect(entries.map(({ position }) => position)).toEqual([0, 1, 2, 3])
})

test('stage and note are kept apart, and a changed stage is on record', async () => {
  await updateShortlistEntry(services, organization.actor, { ...target(0), note: 'Called her 🙂' })
  await updateShortlistEntry(services, organization.actor, { ...target(0), stage: 'interview' })
  expect((await list())[0]).toMatchObject({ note: 'Called her 🙂', stage: 'interview' })
  const events = await connection.db.select({ action: auditEvents.action }).from(auditEvents).where(eq(auditEvents.subjectId, people[0]!))
  expect(events.map(({ action }) => action).sort()).toEqual(['shortlist.added', 'shortlist.stage_changed'])
})

test('a rejection has its reason, at once or later, and another stage takes it away', async () => {
  const change = (input: object) => updateShortlistEntry(services, organization.actor, { ...target(0), ...input })
  const reason = async () => (await list())[0]!.rejectionReason
  await change({ stage: 'rejected', rejectionReason: 'salary' })
  expect(await reason()).toBe('salary')
  await change({ note: 'too dear' })
  await change({ rejectionReason: 'withdrew' })
  expect(await reason()).toBe('withdrew')
  await change({ stage: 'interview' })
  expect(await reason()).toBeNull()
  await expect(change({ rejectionReason: 'salary' })).rejects.toMatchObject({ code: 'conflict' })
  expect(await reason()).toBeNull()
  await expect(change({ stage: 'hired', rejectionReason: 'salary' })).rejects.toMatchObject({ code: 'invalid_input' })
  const events = await connection.db.select({ details: auditEvents.details }).from(auditEvents).where(eq(auditEvents.subjectId, people[0]!))
  expect(events.map(({ details }) => details)).toContainEqual({ jobId: organization.jobId, stage: 'rejected', rejectionReason: 'withdrew' })
})

test('a note of 5,000 characters is kept and a longer one refused', async () => {
  await updateShortlistEntry(services, organization.actor, { ...target(0), note: 'x'.repeat(5000) })
  await expect(updateShortlistEntry(services, organization.actor, { ...target(0), note: 'x'.repeat(5001) })).rejects.toMatchObject({ code: 'invalid_input' })
  expect((await list())[0]!.note).toHaveLength(5000)
})

test('somebody who is not on the list cannot be moved, changed or moved before', async () => {
  await expect(move(4, 0)).rejects.toMatchObject({ code: 'not_found' })
  await expect(move(0, 4)).rejects.toMatchObject({ code: 'not_found' })
  await expect(updateShortlistEntry(services, organization.actor, { ...target(4), stage: 'offer' })).rejects.toMatchObject({ code: 'not_found' })
})

test('a stranger can neither see nor change a shortlist, nor put their own people on it', async () => {
  const stranger = await makeOrganization(connection.db)
  const [theirs] = await makePeople(connection.db, stranger, [{ name: 'Theirs' }])
  const refused = { code: 'not_found' }
  await expect(listShortlist(services, stranger.actor, { jobId: organization.jobId })).rejects.toMatchObject(refused)
  await expect(addToShortlist(services, stranger.actor, { jobId: organization.jobId, candidateId: theirs! })).rejects.toMatchObject(refused)
  await expect(addToShortlist(services, organization.actor, { jobId: organization.jobId, candidateId: theirs! })).rejects.toMatchObject(refused)
  await expect(removeFromShortlist(services, stranger.actor, target(0))).rejects.toMatchObject(refused)
  await expect(updateShortlistEntry(services, stranger.actor, { ...target(0), note: 'x' })).rejects.toMatchObject(refused)
  expect(await order()).toBe('ABCD')
})

test('a viewer reads the list and changes nothing', async () => {
  const viewer = await makeMember(connection.db, organization.organizationId, 'viewer')
  expect(await listShortlist(services, viewer, { jobId: organization.jobId })).toHaveLength(4)
  for (const change of [addToShortlist, removeFromShortlist, updateShortlistEntry]) await expect(change(services, viewer, target(0))).rejects.toMatchObject({ code: 'forbidden' })
  await expect(moveInShortlist(services, viewer, { ...target(0), beforeCandidateId: null })).rejects.toMatchObject({ code: 'forbidden' })
})

test('the stages that a form accepts are those of the database', () => {
  expect(shortlistStage.options).toEqual([...SHORTLIST_STAGES])
  expect(rejectionReason.options).toEqual([...REJECTION_REASONS])
})
