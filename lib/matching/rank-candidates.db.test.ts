import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connectDatabase } from '#lib/db/client.ts'
import type { Connection } from '#lib/db/client.ts'
import { rankingStatement } from '#lib/db/queries/match-runs.ts'
import { switchLiveModel } from '#lib/db/queries/model-versions.ts'
import { candidates, documents, profiles, uploads } from '#lib/db/schema/candidates.ts'
import { matchRuns } from '#lib/db/schema/matching.ts'
import { createTestDatabase } from '#lib/db/testing/test-database.ts'
import type { Services } from '#lib/services.ts'
import { addToShortlist } from '../shortlist/add-to-shortlist.ts'
import { updateShortlistEntry } from '../shortlist/update-shortlist-entry.ts'
import { rankCandidates } from './rank-candidates.ts'
import { copyVectors, makeJobVersion, makeModelVersion, makeOrganization, makePeople } from './testing/matching-fixture.ts'
import type { TestOrganization } from './testing/matching-fixture.ts'

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

const rank = (input: Partial<Parameters<typeof rankCandidates>[2]> = {}) => rankCandidates(services, organization.actor, { jobId: organization.jobId, ...input })
const names = async (input: Partial<Parameters<typeof rankCandidates>[2]> = {}) => (await rank(input)).candidates.map(({ name }) => name)
const anna = { name: 'Anna', vector: [1, 0.1, 0, 0] }
const bruno = { name: 'Bruno', vector: [1, 1, 0, 0] }
const clara = { name: 'Clara', vector: [-1, 0, 0, 0] }

describe('the list', () => {
  test('is ordered by cosine and says what it was made from', async () => {
    await makePeople(connection.db, organization, [clara, anna, bruno])
    const ranking = await rank()
    expect(ranking.candidates.map(({ name, rank }) => [rank, name])).toEqual([[1, 'Anna'], [2, 'Bruno'], [3, 'Clara']])
    expect(ranking.candidates[1]!.score).toBeCloseTo(Math.SQRT1_2, 6)
    expect(ranking).toMatchObject({ isReady: true, isExact: true, total: 3, waitingCount: 0, change: null, job: { versionNumber: 1, title: 'Nurse' }, modelVersion: { number: 1, stage: 'base' } })
  })

  test('is the same bit for bit when it is asked again, equal scores in the order of ids', async () => {
    const ids = await makePeople(connection.db, organization, Array.from({ length: 30 }, () => bruno))
    const first = await rank()
    expect(first.candidates.map(({ candidateId }) => candidateId)).toEqual([...ids].sort())
    expect((await rank()).candidates).toEqual(first.candidates)
  })

  test('comes in pages that together are the list, and counts all of it on each', async () => {
    await makePeople(connection.db, organization, Array.from({ length: 7 }, (_, index) => ({ name: `P${index}`, vector: [1, index / 10, 0, 0] })))
    const pages = [await rank({ limit: 3 }), await rank({ limit: 3, offset: 3 }), await rank({ limit: 3, offset: 6 }), await rank({ limit: 3, offset: 9 })]
    expect(pages.flatMap(({ candidates }) => candidates.map(({ rank, name }) => `${rank} ${name}`))).toEqual(Array.from({ length: 7 }, (_, index) => `${index + 1} P${index}`))
    expect(pages.map(({ total }) => total)).toEqual([7, 7, 7, 7])
    expect(new Set(pages.map(({ matchRunId }) => matchRunId)).size).toBe(1)
  })

  test('shows the passage that is nearest to the job, cut by UTF-16 positions', async () => {
    const text = '😀 First part. Second part about nursing.'
    const split = text.indexOf('Second')
    await makePeople(connection.db, organization, [{ ...anna, text, windows: [{ start: 0, end: split - 1, vector: [0, 1, 0, 0] }, { start: split, end: text.length, vector: [1, 0.2, 0, 0] }] }, bruno])
    const [first, second] = (await rank()).candidates
    expect(first!.passage).toMatchObject({ text: 'Second part about nursing.', start: split, end: text.length })
    expect(first!.passage!.score).toBeCloseTo(1 / Math.hypot(1, 0.2), 6)
    expect(second!.passage).toBeNull()
  })

  test('is empty and not ready until the job is encoded, and waits for people without vectors', async () => {
    const { name, vector } = anna
    await makePeople(connection.db, organization, [{ name, vector }, { name: 'Waiting' }])
    expect(await rank()).toMatchObject({ isReady: true, total: 1, waitingCount: 1 })
    await makeJobVersion(connection.db, { ...organization, number: 2, vector: null })
    expect(await rank()).toMatchObject({ isReady: false, total: 0, waitingCount: 1, candidates: [], matchRunId: null, job: { versionNumber: 2 } })
  })

  test('leaves a person out while the text has changed since it was encoded', async () => {
    const [annaId] = await makePeople(connection.db, organization, [anna, bruno])
    await connection.db.update(profiles).set({ text: 'New', textHash: 'new' }).where(eq(profiles.candidateId, annaId!))
    expect(await rank()).toMatchObject({ total: 1, waitingCount: 1, candidates: [{ name: 'Bruno' }] })
  })

  test('names the file of a person whose name is not known', async () => {
    const { organizationId } = organization
    const [annaId, namelessId] = await makePeople(connection.db, organization, [anna, { name: null, vector: [1, 1, 0, 0] }])
    const [upload] = await connection.db.insert(uploads).values({ organizationId }).returning()
    for (const [candidateId, fileName] of [[annaId, 'anna.pdf'], [namelessId, 'resume_17.pdf']]) {
      await connection.db.insert(documents).values({ organizationId, uploadId: upload!.id, candidateId, fileName: fileName!, kind: 'resume', sizeBytes: 1, sha256: fileName! })
    }
    expect((await rank()).candidates.map(({ name, fileName }) => [name, fileName])).toEqual([['Anna', null], [null, 'resume_17.pdf']])
  })

  test('of another organisation does not exist', async () => {
    const other = await makeOrganization(connection.db)
    await makePeople(connection.db, other, [anna])
    await expect(rankCandidates(services, organization.actor, { jobId: other.jobId })).rejects.toMatchObject({ code: 'not_found' })
    expect((await rank()).total).toBe(0)
  })
})

describe('filters', () => {
  test('ask for all words in name, headline or text, in any case; unknown facts neither match nor refuse', async () => {
    await makePeople(connection.db, organization, [
      { ...anna, name: null, headline: 'Night NURSE', text: 'Worked in Zürich.' },
      { ...bruno, headline: null, text: 'A nurse from ZÜRICH, 100% on call' },
      { ...clara, headline: 'Cook', text: 'Kitchen in Bern' },
    ])
    expect(await names({ filter: { query: 'nurse zürich' } })).toEqual([null, 'Bruno'])
    expect(await names({ filter: { query: 'bruno "on call"' } })).toEqual(['Bruno'])
    expect(await names({ filter: { query: '100%' } })).toEqual(['Bruno'])
    expect(await names({ filter: { query: '_' } })).toEqual([])
    expect((await rank({ filter: { query: 'nurse' }, limit: 1 })).total).toBe(2)
  })

  test('by shortlist, stage and date', async () => {
    const [annaId, brunoId] = await makePeople(connection.db, organization, [{ ...anna, createdAt: new Date('2026-01-01') }, { ...bruno, createdAt: new Date('2026-02-01') }, { ...clara, createdAt: new Date('2026-03-01') }])
    const { jobId, actor } = organization
    for (const candidateId of [annaId!, brunoId!]) await addToShortlist(services, actor, { jobId, candidateId })
    await updateShortlistEntry(services, actor, { jobId, candidateId: brunoId!, stage: 'interview' })
    expect(await names({ filter: { isShortlisted: true } })).toEqual(['Anna', 'Bruno'])
    expect(await names({ filter: { isShortlisted: false } })).toEqual(['Clara'])
    expect(await names({ filter: { needsStage: 'interview' } })).toEqual(['Bruno'])
    expect(await names({ filter: { since: new Date('2026-02-01') } })).toEqual(['Bruno', 'Clara'])
    expect((await rank()).candidates.map(({ shortlistStage }) => shortlistStage)).toEqual(['shortlisted', 'interview', null])
  })
})

describe('the record of a list', () => {
  const countRuns = () => connection.db.$count(matchRuns, eq(matchRuns.organizationId, organization.organizationId))

  test('is kept once, and again when people, filter or model changed', async () => {
    await makePeople(connection.db, organization, [anna, bruno])
    const { matchRunId } = await rank()
    expect((await rank()).matchRunId).toBe(matchRunId)
    expect(await countRuns()).toBe(1)
    const [run] = await connection.db.select().from(matchRuns).where(eq(matchRuns.id, matchRunId!))
    expect(run).toMatchObject({ isExact: true, candidateCount: 2, modelVersionId: organization.modelVersionId, filter: {} })
    expect(run!.top.map(({ score }) => score)).toEqual((await rank()).candidates.map(({ score }) => score))

    expect((await rank({ filter: { query: 'text' } })).matchRunId).not.toBe(matchRunId)
    await makePeople(connection.db, organization, [clara])
    const later = await rank()
    expect(later.matchRunId).not.toBe(matchRunId)
    await connection.db.delete(candidates).where(eq(candidates.name, 'Clara'))
    expect((await rank()).matchRunId).not.toBe(later.matchRunId)
    expect(await countRuns()).toBe(4)
  })

  test('names the first hundred even when a later page was asked for first', async () => {
    await makePeople(connection.db, organization, [anna, bruno, clara])
    const { matchRunId } = await rank({ limit: 1, offset: 2 })
    const [run] = await connection.db.select().from(matchRuns).where(eq(matchRuns.id, matchRunId!))
    expect(run!.top).toHaveLength(3)
  })
})

describe('after another model version went live', () => {
  async function promoteReversed() {
    const { organizationId, modelVersionId, actor } = organization
    const next = await makeModelVersion(connection.db, { organizationId, number: 2 })
    await copyVectors(connection.db, { organizationId, from: modelVersionId, to: next, change: ([x = 0, y = 0]) => [-x, y, 0, 0] })
    await connection.db.transaction((tx) => switchLiveModel(tx, { organizationId, modelVersionId: next, actorId: actor.userId, reason: 'learned from 40 answers', action: 'model.promoted' }))
    return next
  }

  test('the list says who moved, from where, and why', async () => {
    await makePeople(connection.db, organization, [anna, { name: 'Middle', vector: [0, 1, 0, 0] }, clara])
    await promoteReversed()
    const ranking = await rank()
    expect(ranking.candidates.map(({ name, rank, previousRank }) => [name, rank, previousRank])).toEqual([['Clara', 1, 3], ['Middle', 2, 2], ['Anna', 3, 1]])
    expect(ranking.change).toMatchObject({ fromModelNumber: 1, moved: 2, reason: 'learned from 40 answers' })
    expect(ranking.change!.at).toEqual(ranking.modelVersion.promotedAt)
    expect(ranking.modelVersion.number).toBe(2)
  })

  test('people who joined later have no earlier place and move nobody', async () => {
    await makePeople(connection.db, organization, [anna, clara])
    const modelVersionId = await promoteReversed()
    await makePeople(connection.db, { ...organization, modelVersionId }, [{ name: 'New', vector: [1, 0.5, 0, 0] }])
    const ranking = await rank()
    expect(ranking.candidates.map(({ name, previousRank }) => [name, previousRank])).toEqual([['Clara', 2], ['New', null], ['Anna', 1]])
    expect(ranking.change!.moved).toBe(2)
  })

  test('a job that only the live version has seen has no change to tell', async () => {
    await makePeople(connection.db, organization, [anna])
    const modelVersionId = await promoteReversed()
    await makeJobVersion(connection.db, { ...organization, modelVersionId, number: 2, vector: [1, 0, 0, 0] })
    const ranking = await rank()
    expect(ranking.change).toBeNull()
    expect(ranking.candidates[0]!.previousRank).toBeNull()
  })

  test('vectors of two model versions are never compared, even when only one person has both', async () => {
    await makePeople(connection.db, organization, [anna])
    const modelVersionId = await promoteReversed()
    await makePeople(connection.db, organization, [{ name: 'Only old', vector: [1, 0, 0, 0] }])
    await makePeople(connection.db, { organizationId: organization.organizationId, modelVersionId }, [bruno])
    expect(await names()).toEqual(['Bruno', 'Anna'])
    expect((await rank()).waitingCount).toBe(1)
  })
})

test('the plan looks at every vector: no index on vectors exists or is used', async () => {
  await makePeople(connection.db, organization, [anna, bruno])
  const statement = rankingStatement({ ...organization, previousModelVersionId: null, filter: { words: ['x'] }, limit: 10, offset: 0 })
  const plan = (await connection.db.execute<{ 'QUERY PLAN': string }>(sql`explain (verbose) ${statement}`)).map((row) => row['QUERY PLAN']).join('\n')
  expect(plan).toContain('<#>')
  expect(plan).not.toMatch(/Order By: .*<#>/)
  const approximate = await connection.db.execute(sql`select 1 from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am a on a.oid = c.relam where a.amname in ('hnsw', 'ivfflat')`)
  expect(approximate).toHaveLength(0)
})
