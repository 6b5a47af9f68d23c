import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { connectDatabase } from '#lib/db/client.ts'
import type { Connection } from '#lib/db/client.ts'
import { createTestDatabase } from '#lib/db/testing/test-database.ts'
import type { TestDatabase } from '#lib/db/testing/test-database.ts'
import { openQueue } from '#lib/queue/queue.ts'
import type { Services } from '#lib/services.ts'
import { makeMember, makeOrganization } from '../matching/testing/matching-fixture.ts'
import type { TestOrganization } from '../matching/testing/matching-fixture.ts'
import { closeJob } from './close-job.ts'
import { createJob } from './create-job.ts'
import { getJob } from './get-job.ts'
import { listJobVersions } from './list-job-versions.ts'
import { listJobs } from './list-jobs.ts'
import { reopenJob } from './reopen-job.ts'
import { updateJob } from './update-job.ts'

let database: TestDatabase
let connection: Connection
let services: Services
let organization: TestOrganization

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
beforeEach(async () => {
  organization = await makeOrganization(connection.db)
})

const TEXT = 'We look for a baker.\n\nRequirements\n- Sourdough\n- Night work\nNice to have\n- Pastry'
const create = (input: Partial<Parameters<typeof createJob>[2]> = {}) => createJob(services, organization.actor, { title: 'Baker', text: TEXT, ...input })

test('a posted job is there with its requirements and a task that encodes it', async () => {
  const { jobId, jobVersionId } = await create({ location: ' Leeds ' })
  const job = await getJob(services, organization.actor, { jobId })
  expect(job).toMatchObject({ title: 'Baker', location: 'Leeds', status: 'open', versionNumber: 1, versionCount: 1, shortlistedCount: 0, answeredPairs: 0 })
  expect(job.requirements.map(({ level, text, span }) => `${level} ${text} ${job.text.slice(span!.start, span!.end)}`)).toEqual(['must Sourdough Sourdough', 'must Night work Night work', 'nice Pastry Pastry'])
  const tasks = await connection.db.execute(sql`select data from pgboss.job where name = 'embed-job' and data ->> 'jobVersionId' = ${jobVersionId}`)
  expect(tasks).toHaveLength(1)
})

test('without a title the first line of the text is taken, and the answer says so', async () => {
  expect(await create({ title: ' ', text: `\n\nSenior baker, nights\n${TEXT}` })).toMatchObject({ title: 'Senior baker, nights', isTitleDerived: true })
  expect(await create()).toMatchObject({ title: 'Baker', isTitleDerived: false })
})

test('three words are a job and two are not', async () => {
  await expect(create({ title: 'Head baker wanted', text: '' })).resolves.toBeDefined()
  await expect(create({ title: '', text: '招聘高级会计师一名' })).resolves.toBeDefined()
  await expect(create({ title: 'Head baker', text: ' … 🙂' })).rejects.toMatchObject({ code: 'invalid_input', message: expect.stringContaining('at least 3 words') as unknown })
})

test('a hundred thousand characters are read, two hundred thousand are refused with their count', async () => {
  await expect(create({ text: 'baker '.repeat(16_666) })).resolves.toBeDefined()
  await expect(create({ text: 'baker '.repeat(40_000).slice(0, 200_000) })).rejects.toMatchObject({ code: 'invalid_input', message: 'The description has 200,000 characters; up to 100,000 are read. Shorten it.' })
})

test('emoji, right-to-left and Chinese text stay, characters that cannot be stored do not', async () => {
  const text = '👩🏽‍🍳 خباز في القاهرة\n面包师，需要五年经验\nאופה'
  const { jobId } = await create({ title: 'خباز', text: `${text}\u0000\u202E` })
  expect(await getJob(services, organization.actor, { jobId })).toMatchObject({ title: 'خباز', text })
})

test('a change is a new version, no change is none, and two changes at once are two versions', async () => {
  const { jobId, jobVersionId } = await create()
  const change = { jobId, title: 'Baker', text: TEXT }
  expect(await updateJob(services, organization.actor, change)).toMatchObject({ isChanged: false, jobVersionId, versionNumber: 1 })
  expect(await updateJob(services, organization.actor, { ...change, location: 'Leeds' })).toMatchObject({ isChanged: true, versionNumber: 2 })
  await Promise.all([updateJob(services, organization.actor, { ...change, title: 'Baker A' }), updateJob(services, organization.actor, { ...change, title: 'Baker B' })])
  const versions = await listJobVersions(services, organization.actor, { jobId })
  expect(versions.map(({ number }) => number)).toEqual([4, 3, 2, 1])
  expect(versions[0]!.createdByName).toBe('Person owner')
  expect(await getJob(services, organization.actor, { jobId })).toMatchObject({ title: versions[0]!.title, versionCount: 4 })
})

test('requirements that a person wrote are kept, and their places follow the text', async () => {
  const requirements = [{ id: 'a', text: 'Sourdough', level: 'nice' as const, span: { start: 0, end: 9 } }, { id: 'b', text: 'Own words', level: 'must' as const, span: null }]
  const { jobId } = await create({ requirements })
  const start = TEXT.indexOf('Sourdough')
  expect((await getJob(services, organization.actor, { jobId })).requirements).toEqual([{ ...requirements[0], span: { start, end: start + 9 } }, requirements[1]])
})

test('jobs are listed newest first, by status and by words in title and location', async () => {
  const { jobId } = await create({ title: 'Baker 100%', location: 'Leeds' })
  await create({ title: 'Butcher' })
  const titles = async (request: Parameters<typeof listJobs>[2]) => (await listJobs(services, organization.actor, request)).map(({ title }) => title)
  expect(await titles({})).toEqual(['Butcher', 'Baker 100%', 'Nurse'])
  expect(await titles({ query: 'leeds 100%' })).toEqual(['Baker 100%'])
  await closeJob(services, organization.actor, { jobId })
  await closeJob(services, organization.actor, { jobId })
  expect(await titles({ status: 'closed' })).toEqual(['Baker 100%'])
  await reopenJob(services, organization.actor, { jobId })
  expect((await getJob(services, organization.actor, { jobId })).closedAt).toBeNull()
})

test('another organisation’s job does not exist, and a viewer changes nothing', async () => {
  const { jobId } = await create()
  const stranger = await makeOrganization(connection.db)
  const change = { jobId, title: 'x', text: TEXT }
  for (const use of [getJob, listJobVersions, closeJob, reopenJob]) await expect(use(services, stranger.actor, { jobId })).rejects.toMatchObject({ code: 'not_found' })
  await expect(updateJob(services, stranger.actor, change)).rejects.toMatchObject({ code: 'not_found' })
  expect((await listJobs(services, stranger.actor, {})).map((job) => job.jobId)).not.toContain(jobId)
  const viewer = await makeMember(connection.db, organization.organizationId, 'viewer')
  for (const use of [() => createJob(services, viewer, change), () => updateJob(services, viewer, change), () => closeJob(services, viewer, { jobId })]) await expect(use()).rejects.toMatchObject({ code: 'forbidden' })
  expect((await getJob(services, viewer, { jobId })).title).toBe('Baker')
})
