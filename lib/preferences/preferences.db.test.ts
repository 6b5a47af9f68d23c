import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connectDatabase } from '#lib/db/client.ts'
import type { Connection } from '#lib/db/client.ts'
import { organizations } from '#lib/db/schema/accounts.ts'
import { auditEvents, ANSWERS, preferencePairs } from '#lib/db/schema/matching.ts'
import { createTestDatabase } from '#lib/db/testing/test-database.ts'
import type { Services } from '#lib/services.ts'
import { comparisonAnswer } from '#lib/validation/preferences.ts'
import { makeJobVersion, makeMember, makeOrganization, makePeople } from '../matching/testing/matching-fixture.ts'
import type { TestOrganization, TestPerson } from '../matching/testing/matching-fixture.ts'
import { askComparison } from './ask-comparison.ts'
import { countAnswers } from './count-answers.ts'
import { pairKey } from './draw-pair.ts'
import { recordAnswer } from './record-answer.ts'
import { undoAnswer } from './undo-answer.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let connection: Connection
let services: Services
let organization: TestOrganization

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
})

const makeFour = () => makePeople(connection.db, organization, Array.from({ length: 4 }, (_, index): TestPerson => ({ name: `Person${index} Surname${index}`, vector: [1, index, 0, 0] })))
const ask = (besidesPairId?: string) => askComparison(services, organization.actor, { jobId: organization.jobId, besidesPairId })
const answer = (pairId: string, given: 'left' | 'right' | 'tie' | 'skip') => recordAnswer(services, organization.actor, { pairId, answer: given, tookMs: 1234.5 })
const storedPair = async (pairId: string) => (await connection.db.select().from(preferencePairs).where(eq(preferencePairs.id, pairId)))[0]!

describe('asking', () => {
  test('shows two candidates and records their sides, the reason and the split before anything is answered', async () => {
    await makeFour()
    const comparison = (await ask())!
    const stored = await storedPair(comparison.pairId)
    expect(stored).toMatchObject({ leftCandidateId: comparison.left.candidateId, rightCandidateId: comparison.right.candidateId, askedTo: organization.actor.userId, jobVersionId: organization.jobVersionId, answer: null, isBlind: true })
    expect(stored.split).toBe(stored.why === 'random' ? 'holdout' : 'train')
    expect(comparison).toMatchObject({ isBlind: true, answeredCount: 0, canUndo: false, left: { label: 'A', name: null }, right: { label: 'B', name: null } })
  })

  test('shows the open pair again instead of making another, and the next one when that is asked for', async () => {
    await makeFour()
    const first = (await ask())!
    expect((await ask())!.pairId).toBe(first.pairId)
    const ahead = (await ask(first.pairId))!
    expect(ahead.pairId).not.toBe(first.pairId)
    expect((await ask(first.pairId))!.pairId).toBe(ahead.pairId)
    expect((await ask())!.pairId).toBe(first.pairId)
  })

  test('never asks a pair twice, whoever asks, even at once, and ends with null', async () => {
    await makeFour()
    const colleague = await makeMember(connection.db, organization.organizationId, 'recruiter')
    const together = await Promise.all([organization.actor, colleague].map((actor) => askComparison(services, actor, { jobId: organization.jobId })))
    const keys = new Set(together.map((comparison) => pairKey(comparison!.left.candidateId, comparison!.right.candidateId)))
    await answer(together[0]!.pairId, 'left')
    for (let comparison = await ask(); comparison; comparison = await ask()) {
      keys.add(pairKey(comparison.left.candidateId, comparison.right.candidateId))
      await answer(comparison.pairId, 'tie')
    }
    expect(keys.size).toBe(6)
    expect(await connection.db.$count(preferencePairs, eq(preferencePairs.organizationId, organization.organizationId))).toBe(6)
  })

  test('refuses a pair whose first windows are equal', async () => {
    const twin = { text: 'same words', windows: [{ start: 0, end: 10, vector: [1, 2, 3, 4] }], vector: [1, 1, 0, 0] }
    await makePeople(connection.db, organization, [{ name: 'Twin', ...twin }, { name: 'Other twin', ...twin, text: 'same words and a tail' }])
    expect(await ask()).toBeNull()
    const [third] = await makePeople(connection.db, organization, [{ name: 'Third', vector: [1, 0, 0, 0], windows: [{ start: 0, end: 4, vector: [4, 3, 2, 1] }] }])
    const comparison = (await ask())!
    expect([comparison.left.candidateId, comparison.right.candidateId]).toContain(third)
  })

  test('answers null with one candidate and says so while the job has no vector', async () => {
    await makePeople(connection.db, organization, [{ vector: [1, 0, 0, 0] }])
    expect(await ask()).toBeNull()
    await makeJobVersion(connection.db, { ...organization, number: 2, vector: null })
    await expect(ask()).rejects.toMatchObject({ code: 'unavailable' })
  })

  test('moves an open pair to the newest text of the job', async () => {
    await makeFour()
    const { pairId } = (await ask())!
    const jobVersionId = await makeJobVersion(connection.db, { ...organization, number: 2, vector: [0, 1, 0, 0] })
    expect((await ask())!.pairId).toBe(pairId)
    expect((await storedPair(pairId)).jobVersionId).toBe(jobVersionId)
  })

  test('of a job of another organisation does not exist, and a viewer is not asked', async () => {
    const other = await makeOrganization(connection.db)
    await expect(askComparison(services, organization.actor, { jobId: other.jobId })).rejects.toMatchObject({ code: 'not_found' })
    const viewer = await makeMember(connection.db, organization.organizationId, 'viewer')
    await expect(askComparison(services, viewer, { jobId: organization.jobId })).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('blindness', () => {
  const text = 'JANE DOERING\njane.doering@example.org · 030 123 456\nNurse in Bern. Janë led a team.'
  const jane: TestPerson = {
    name: 'Jane Doering', headline: 'Nurse Jane', email: 'jane.doering@example.org', phone: '030/123456', text, vector: [1, 0, 0, 0],
    facts: [{ kind: 'name', value: 'JANE DOERING', span: { start: 0, end: 12 } }],
    windows: [{ start: text.indexOf('Nurse'), end: text.length, vector: [1, 0, 0, 0] }],
  }
  const other: TestPerson = { name: 'Bo Ek', text: 'Cook', vector: [1, 1, 0, 0] }
  async function shownJane() {
    const comparison = (await ask())!
    return [comparison.left, comparison.right].find(({ text: shown }) => shown.includes('Nurse'))!
  }

  test('hides name, e-mail and telephone number in the text, the headline and the passage', async () => {
    await makePeople(connection.db, organization, [jane, other])
    const shown = await shownJane()
    expect(JSON.stringify(shown)).not.toMatch(/jan[eë]|doering|123/iu)
    expect(shown).toMatchObject({ name: null, headline: 'Nurse █████', passage: { text: 'Nurse in Bern. █████ led a team.' } })
    expect(shown.text.slice(shown.passage!.start, shown.passage!.end)).toBe(shown.passage!.text)
  })

  test('ends where the organisation shows names', async () => {
    await makePeople(connection.db, organization, [jane, other])
    await connection.db.update(organizations).set({ hidesNames: false }).where(eq(organizations.id, organization.organizationId))
    expect(await shownJane()).toMatchObject({ name: 'Jane Doering', headline: 'Nurse Jane', text, passage: { text: 'Nurse in Bern. Janë led a team.' } })
    expect((await storedPair((await ask())!.pairId)).isBlind).toBe(false)
  })
})

describe('answering', () => {
  test('keeps each kind of answer apart, in the job and in the organisation', async () => {
    await makeFour()
    const held = { left: 0, right: 0, tie: 0, skip: 0 }
    for (const given of ['left', 'right', 'tie', 'skip', 'left'] as const) {
      const { pairId } = (await ask())!
      await answer(pairId, given)
      if ((await storedPair(pairId)).split === 'holdout') held[given]++
    }
    const expected = { left: 2, right: 1, tie: 1, skip: 1, total: 5, holdout: held.left + held.right }
    expect(await countAnswers(services, organization.actor, { jobId: organization.jobId })).toEqual(expected)
    expect(await countAnswers(services, organization.actor)).toEqual(expected)
    const other = await makeOrganization(connection.db)
    expect(await countAnswers(services, other.actor)).toMatchObject({ total: 0 })
  })

  test('twice the same changes nothing, twice differently is refused', async () => {
    await makeFour()
    const { pairId } = (await ask())!
    await answer(pairId, 'left')
    const first = await storedPair(pairId)
    await answer(pairId, 'left')
    expect(await storedPair(pairId)).toEqual(first)
    expect(first).toMatchObject({ answer: 'left', tookMs: 1235 })
    await expect(answer(pairId, 'right')).rejects.toMatchObject({ code: 'conflict' })
    expect(await storedPair(pairId)).toEqual(first)
  })

  test('two different answers at once: one is kept, the other hears of it', async () => {
    await makeFour()
    const { pairId } = (await ask())!
    const results = await Promise.allSettled([answer(pairId, 'left'), answer(pairId, 'right')])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const kept = results[0]!.status === 'fulfilled' ? 'left' : 'right'
    expect((await storedPair(pairId)).answer).toBe(kept)
  })

  test("is only for the one who was asked: a colleague's, a stranger's and an unknown pair do not exist", async () => {
    await makeFour()
    const { pairId } = (await ask())!
    const colleague = await makeMember(connection.db, organization.organizationId, 'recruiter')
    const stranger = await makeOrganization(connection.db)
    for (const actor of [colleague, stranger.actor]) await expect(recordAnswer(services, actor, { pairId, answer: 'left', tookMs: 1 })).rejects.toMatchObject({ code: 'not_found' })
    await expect(answer(crypto.randomUUID(), 'left')).rejects.toMatchObject({ code: 'not_found' })
    expect((await storedPair(pairId)).answer).toBeNull()
  })

  test('the answers that a form accepts are those of the database', () => {
    expect(comparisonAnswer.options).toEqual([...ANSWERS])
  })
})

describe('undoing', () => {
  const undo = () => undoAnswer(services, organization.actor, { jobId: organization.jobId })

  test('before any answer does nothing', async () => {
    await makeFour()
    expect(await undo()).toBeNull()
    await ask()
    expect(await undo()).toBeNull()
  })

  test('shows the last answered pair again, then the one before, and then goes on where one was', async () => {
    await makeFour()
    const asked: string[] = []
    for (let index = 0; index < 2; index++) {
      const { pairId } = (await ask())!
      asked.push(pairId)
      await answer(pairId, 'right')
    }
    const third = (await ask())!
    expect(third.canUndo).toBe(true)
    expect(await undo()).toMatchObject({ pairId: asked[1], answeredCount: 1, canUndo: true })
    expect(await undo()).toMatchObject({ pairId: asked[0], answeredCount: 0, canUndo: false })
    expect(await storedPair(asked[0]!)).toMatchObject({ answer: null, answeredAt: null, tookMs: null })
    for (const expected of [asked[0], asked[1], third.pairId]) {
      const { pairId } = (await ask())!
      expect(pairId).toBe(expected)
      await answer(pairId, 'left')
    }
    const events = await connection.db.select().from(auditEvents).where(eq(auditEvents.organizationId, organization.organizationId))
    expect(events.map(({ action, details }) => [action, details.answer])).toEqual([['preference.undone', 'right'], ['preference.undone', 'right']])
  })

  test("takes back one's own answer, never a colleague's", async () => {
    await makeFour()
    const { pairId } = (await ask())!
    await answer(pairId, 'left')
    const colleague = await makeMember(connection.db, organization.organizationId, 'recruiter')
    expect(await undoAnswer(services, colleague, { jobId: organization.jobId })).toBeNull()
    expect((await storedPair(pairId)).answer).toBe('left')
    const stranger = await makeOrganization(connection.db)
    await expect(undoAnswer(services, stranger.actor, { jobId: organization.jobId })).rejects.toMatchObject({ code: 'not_found' })
  })
})
