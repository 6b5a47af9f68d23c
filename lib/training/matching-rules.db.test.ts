import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { connectDatabase, withOrganization } from '../db/client.ts'
import type { Connection } from '../db/client.ts'
import { findMatchingRules, saveMatchingRules } from '../db/queries/matching-rules.ts'
import { auditEvents, matchingRules } from '../db/schema/matching.ts'
import { createTestDatabase } from '../db/testing/test-database.ts'
import type { TestDatabase } from '../db/testing/test-database.ts'
import type { Services } from '../services.ts'
import { getMatchingRules } from './get-matching-rules.ts'
import { previewMatchingRules } from './preview-matching-rules.ts'
import { readTrainingData } from './read-training-data.ts'
import { DEFAULT_MATCHING_RULES } from './rules/matching-rules.ts'
import { selectMatches } from './rules/select-matches.ts'
import { makeColleague, makeTrainingOrganization, rejectCandidate } from './testing/training-fixture.ts'
import type { TrainingOrganization } from './testing/training-fixture.ts'
import { updateMatchingRules } from './update-matching-rules.ts'

let database: TestDatabase
let connection: Connection
let services: Services
let own: TrainingOrganization

beforeAll(async () => {
  database = await createTestDatabase()
  connection = connectDatabase(database.url)
  services = { db: connection.db, queue: null as never }
})
beforeEach(async () => { own = await makeTrainingOrganization(connection.db) })
afterAll(async () => {
  await connection?.close()
  await database?.close()
})

const rules = { weights: { location: 3, seniority: 0, field: 2.5, skills: 10 }, positiveThreshold: 0.62, negativeThreshold: 0.17 }

test('rules are the defaults until an admin changes them; then everybody sees who did, and the change is on record', async () => {
  expect(await getMatchingRules(services, own.admin)).toEqual({ rules: DEFAULT_MATCHING_RULES, changedAt: null, changedByName: null })
  const saved = await updateMatchingRules(services, own.admin, { rules, seenAt: null })
  expect(saved).toEqual({ rules, changedAt: expect.any(Date), changedByName: 'A admin' })
  expect(await getMatchingRules(services, await makeColleague(connection.db, own.organizationId, 'viewer'))).toEqual(saved)
  const again = await updateMatchingRules(services, own.admin, { rules: DEFAULT_MATCHING_RULES, seenAt: saved.changedAt })
  expect(again.rules).toEqual(DEFAULT_MATCHING_RULES)
  const events = await connection.db.select({ action: auditEvents.action, details: auditEvents.details }).from(auditEvents).where(eq(auditEvents.organizationId, own.organizationId)).orderBy(auditEvents.createdAt)
  expect(events).toEqual([
    { action: 'matching_rules.updated', details: { before: DEFAULT_MATCHING_RULES, after: rules } },
    { action: 'matching_rules.updated', details: { before: rules, after: DEFAULT_MATCHING_RULES } },
  ])
})

test('who edited what somebody else changed meanwhile is told so, and nothing is overwritten', async () => {
  const first = await updateMatchingRules(services, own.admin, { rules, seenAt: null })
  await expect(updateMatchingRules(services, own.admin, { rules: DEFAULT_MATCHING_RULES, seenAt: null })).rejects.toMatchObject({ code: 'conflict', userMessage: expect.stringContaining('A admin changed the rules while you were editing them.') })
  await updateMatchingRules(services, own.admin, { rules, seenAt: first.changedAt })
  await expect(updateMatchingRules(services, own.admin, { rules: DEFAULT_MATCHING_RULES, seenAt: first.changedAt })).rejects.toMatchObject({ code: 'conflict' })
  expect((await getMatchingRules(services, own.admin)).rules).toEqual(rules)
})

test('a recruiter may not change the rules, and rules that nobody could meet are refused', async () => {
  const recruiter = await makeColleague(connection.db, own.organizationId, 'recruiter')
  await expect(updateMatchingRules(services, recruiter, { rules, seenAt: null })).rejects.toMatchObject({ code: 'forbidden' })
  const none = { location: 0, seniority: 0, field: 0, skills: 0 }
  await expect(updateMatchingRules(services, own.admin, { rules: { ...rules, weights: none }, seenAt: null })).rejects.toMatchObject({ code: 'invalid_input' })
  await expect(updateMatchingRules(services, own.admin, { rules: { ...rules, negativeThreshold: 0.62 }, seenAt: null })).rejects.toMatchObject({ code: 'invalid_input' })
  await expect(updateMatchingRules(services, own.admin, { rules: { ...rules, weights: { ...none, skills: 11 } }, seenAt: null })).rejects.toMatchObject({ code: 'invalid_input' })
})

test('a stranger sees and changes only their own rules', async () => {
  const stranger = await makeTrainingOrganization(connection.db)
  const { changedAt } = await updateMatchingRules(services, own.admin, { rules, seenAt: null })
  expect((await getMatchingRules(services, stranger.admin)).rules).toEqual(DEFAULT_MATCHING_RULES)
  const { organizationId } = own
  await withOrganization(connection.db, stranger.organizationId, async (tx) => {
    expect(await findMatchingRules(tx, { organizationId })).toBeNull()
    expect(await tx.select().from(matchingRules)).toEqual([])
    const { weights: { location, seniority, field, skills }, ...thresholds } = DEFAULT_MATCHING_RULES
    const values = { locationWeight: location, seniorityWeight: seniority, fieldWeight: field, skillsWeight: skills, ...thresholds }
    expect(await saveMatchingRules(tx, { organizationId, updatedBy: stranger.admin.userId, seenAt: changedAt, values })).toBe(false)
  })
  expect((await getMatchingRules(services, own.admin)).rules).toEqual(rules)
})

test('the preview holds the people of this organisation alone, and selects whom a run would learn from under the saved rules', async () => {
  const stranger = await makeTrainingOrganization(connection.db)
  await rejectCandidate(connection.db, own, { job: 0, candidate: 9 })
  const strict = { ...DEFAULT_MATCHING_RULES, positiveThreshold: 0.9 }
  await updateMatchingRules(services, own.admin, { rules: strict, seenAt: null })
  const preview = await previewMatchingRules(services, own.admin)
  expect(Object.keys(preview.people).filter((id) => stranger.candidateIds.includes(id))).toEqual([])
  expect(preview.jobs.map(({ jobId, isRanked, requirementCount }) => [own.jobs.some((job) => job.jobId === jobId), isRanked, requirementCount])).toEqual(Array.from({ length: 6 }, () => [true, false, 1]))

  const first = selectMatches(preview.jobs.find(({ jobId }) => jobId === own.jobs[0]!.jobId)!.candidates, strict)
  expect(first.rejected).toEqual([own.candidateIds[9]])
  const snapshot = await readTrainingData(connection.db, { organizationId: own.organizationId, modelVersionId: own.liveModelVersionId, seed: 1, spreadNegatives: () => [] })
  const learnt = snapshot.counts.ruleRows + snapshot.heldOut.rankings.reduce((sum, { relevant }) => sum + relevant.length, 0)
  expect(preview.jobs.reduce((sum, { candidates }) => sum + selectMatches(candidates, strict).byRule.length, 0)).toBe(learnt)
  expect(snapshot.rules).toEqual(strict)
})
