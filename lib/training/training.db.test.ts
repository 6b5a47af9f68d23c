import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { connectDatabase } from '../db/client.ts'
import type { Connection } from '../db/client.ts'
import { listAbandonedTrainingRuns } from '../db/queries/training-runs.ts'
import { auditEvents } from '../db/schema/matching.ts'
import { embeddings, modelVersions, trainingMetrics, trainingRuns } from '../db/schema/models.ts'
import { createTestDatabase } from '../db/testing/test-database.ts'
import type { TestDatabase } from '../db/testing/test-database.ts'
import { openQueue } from '../queue/queue.ts'
import type { Queue } from '../queue/queue.ts'
import { cancelTrainingRun } from './cancel-training-run.ts'
import { getTrainingOverview } from './get-training-overview.ts'
import { getTrainingRun } from './get-training-run.ts'
import { listModelVersions } from './list-model-versions.ts'
import { listTrainingRuns } from './list-training-runs.ts'
import { promoteModel } from './promote-model.ts'
import { readTrainingData } from './read-training-data.ts'
import { rollBackModel } from './roll-back-model.ts'
import { startTrainingRun } from './start-training-run.ts'
import { answerPairs, makeColleague, makeTrainingOrganization, rejectCandidate } from './testing/training-fixture.ts'
import type { TrainingOrganization } from './testing/training-fixture.ts'

let database: TestDatabase
let connection: Connection
let queue: Queue
let own: TrainingOrganization
const services = () => ({ db: connection.db, queue })
const drawing = { seed: 1, spreadNegatives: (_: readonly Float32Array[], count: number) => Array.from({ length: count }, (_each, place) => place) }

beforeAll(async () => {
  database = await createTestDatabase()
  connection = connectDatabase(database.url)
  queue = await openQueue(database.url)
})
beforeEach(async () => { own = await makeTrainingOrganization(connection.db, { modelFolder: 'models/any' }) })
afterAll(async () => {
  await queue?.close()
  await connection?.close()
  await database?.close()
})

const waitingTasks = async (name: string, organizationId: string): Promise<number> => {
  const [row] = await connection.db.execute<{ count: number }>(`select count(*)::int as count from pgboss.job where name = '${name}' and data->>'organizationId' = '${organizationId}'`)
  return row!.count
}
const actionsOf = async ({ organizationId }: TrainingOrganization) =>
  (await connection.db.select({ action: auditEvents.action }).from(auditEvents).where(eq(auditEvents.organizationId, organizationId))).map(({ action }) => action)
const addVersion = async (change: Partial<typeof modelVersions.$inferInsert> = {}) => {
  const [version] = await connection.db
    .insert(modelVersions)
    .values({ organizationId: own.organizationId, number: 2, stage: 'rankpo', parentId: own.liveModelVersionId, folder: 'models/other', weightsHash: 'other', ...change })
    .returning()
  return version!.id
}
const stateOf = async (id: string) => (await connection.db.select({ state: modelVersions.state }).from(modelVersions).where(eq(modelVersions.id, id)))[0]?.state

test('pressing Retrain starts a run and its task; pressing it again, or twice at once, returns the same run', async () => {
  await answerPairs(connection.db, own, { count: 12 })
  const presses = await Promise.all([startTrainingRun(services(), own.admin), startTrainingRun(services(), own.admin), startTrainingRun(services(), own.admin)])
  expect(new Set(presses.map(({ trainingRunId }) => trainingRunId)).size).toBe(1)
  expect(presses.filter(({ isNew }) => isNew)).toHaveLength(1)
  expect(await waitingTasks('train-model', own.organizationId)).toBe(1)
  expect(await actionsOf(own)).toEqual(['training.started'])
  expect(await getTrainingRun(services(), own.admin)).toMatchObject({ state: 'queued', baseModelNumber: 1, requestedByName: 'A admin', secondsLeft: null, lossPoints: [] })
})

test('too few answers are refused with the number that is missing, and held-out answers, ties and skips do not count', async () => {
  await answerPairs(connection.db, own, { count: 3 })
  await answerPairs(connection.db, own, { count: 5, split: 'holdout', from: 30 })
  await answerPairs(connection.db, own, { count: 4, answer: 'tie', from: 60 })
  await answerPairs(connection.db, own, { count: 3, answer: 'skip', from: 90 })
  await expect(startTrainingRun(services(), own.admin)).rejects.toMatchObject({ code: 'conflict', userMessage: expect.stringContaining('there are 3 so far') })
  expect(await getTrainingOverview(services(), own.admin)).toMatchObject({
    answers: { train: 3, holdout: 5, ties: 4, skips: 3 }, canStart: false, whyNot: expect.stringContaining('at least 4'), live: { number: 1, state: 'live' }, running: null, latest: null, lastDuration: null,
  })
})

test('a recruiter may look but not start, cancel or decide', async () => {
  await answerPairs(connection.db, own, { count: 12 })
  const recruiter = await makeColleague(connection.db, own.organizationId, 'recruiter')
  const { trainingRunId } = await startTrainingRun(services(), own.admin)
  for (const attempt of [
    () => startTrainingRun(services(), recruiter), () => cancelTrainingRun(services(), recruiter, { trainingRunId }),
    () => promoteModel(services(), recruiter, { modelVersionId: own.liveModelVersionId, reason: 'why' }), () => rollBackModel(services(), recruiter, { modelVersionId: own.liveModelVersionId, reason: 'why' }),
  ]) await expect(attempt()).rejects.toMatchObject({ code: 'forbidden' })
  const viewer = await makeColleague(connection.db, own.organizationId, 'viewer')
  expect(await listTrainingRuns(services(), viewer)).toHaveLength(1)
  expect(await listModelVersions(services(), viewer)).toHaveLength(1)
})

test("another organisation's runs and models do not exist for a stranger", async () => {
  await answerPairs(connection.db, own, { count: 12 })
  const { trainingRunId } = await startTrainingRun(services(), own.admin)
  const { admin: stranger, organizationId } = await makeTrainingOrganization(connection.db)
  for (const attempt of [
    () => getTrainingRun(services(), stranger, { trainingRunId }), () => cancelTrainingRun(services(), stranger, { trainingRunId }),
    () => promoteModel(services(), stranger, { modelVersionId: own.liveModelVersionId, reason: 'why' }), () => rollBackModel(services(), stranger, { modelVersionId: own.liveModelVersionId, reason: 'why' }),
  ]) await expect(attempt()).rejects.toMatchObject({ code: 'not_found' })
  expect(await listTrainingRuns(services(), stranger)).toEqual([])
  expect((await readTrainingData(connection.db, { organizationId, modelVersionId: own.liveModelVersionId, ...drawing })).counts).toMatchObject({ pairs: 0 })
})

test('a waiting run is cancelled at once, a running one is asked to stop, and one whose worker is silent is cancelled', async () => {
  await answerPairs(connection.db, own, { count: 12 })
  const first = await startTrainingRun(services(), own.admin)
  expect(await cancelTrainingRun(services(), own.admin, first)).toEqual({ state: 'cancelled' })
  expect(await cancelTrainingRun(services(), own.admin, first)).toEqual({ state: 'cancelled' })

  const second = await startTrainingRun(services(), own.admin)
  expect(second.isNew).toBe(true)
  await connection.db.update(trainingRuns).set({ state: 'running', heartbeatAt: new Date() }).where(eq(trainingRuns.id, second.trainingRunId))
  expect(await cancelTrainingRun(services(), own.admin, second)).toEqual({ state: 'cancelling' })
  expect(await getTrainingRun(services(), own.admin, second)).toMatchObject({ state: 'running', isCancelRequested: true, isStalled: false })

  await connection.db.update(trainingRuns).set({ heartbeatAt: new Date(Date.now() - 60_000) }).where(eq(trainingRuns.id, second.trainingRunId))
  expect(await getTrainingRun(services(), own.admin, second)).toMatchObject({ isStalled: true })
  expect(await cancelTrainingRun(services(), own.admin, second)).toEqual({ state: 'cancelled' })
  await connection.db.update(trainingRuns).set({ state: 'succeeded' }).where(eq(trainingRuns.id, second.trainingRunId))
  await expect(cancelTrainingRun(services(), own.admin, second)).rejects.toMatchObject({ code: 'conflict' })
})

test('a run that nobody has worked on for minutes is found, one with a heartbeat or in the queue is not', async () => {
  await answerPairs(connection.db, own, { count: 12 })
  const { trainingRunId } = await startTrainingRun(services(), own.admin)
  const abandoned = async () => (await listAbandonedTrainingRuns(connection.db, { silentForSeconds: 120 })).filter((run) => run.trainingRunId === trainingRunId)
  expect(await abandoned()).toEqual([])
  await connection.db.update(trainingRuns).set({ state: 'running', startedAt: new Date(Date.now() - 600_000), heartbeatAt: new Date() }).where(eq(trainingRuns.id, trainingRunId))
  expect(await abandoned()).toEqual([])
  await connection.db.update(trainingRuns).set({ heartbeatAt: null }).where(eq(trainingRuns.id, trainingRunId))
  expect(await abandoned()).toEqual([{ organizationId: own.organizationId, trainingRunId }])
})

test('the time left comes from measured steps of both stages together', async () => {
  await answerPairs(connection.db, own, { count: 12 })
  const { trainingRunId } = await startTrainingRun(services(), own.admin)
  const { organizationId } = own
  await connection.db.update(trainingRuns).set({ state: 'running', phase: 'rankpo', step: 12, totalSteps: 40, secondsPerStep: 2.5, heartbeatAt: new Date() }).where(eq(trainingRuns.id, trainingRunId))
  await connection.db.insert(trainingMetrics).values([
    { organizationId, trainingRunId, stage: 'rankpo', step: 1, values: { loss: 0.9, grad_norm: 3, learning_rate: 1e-5, 'rewards/accuracies': 0.5 } },
    { organizationId, trainingRunId, stage: 'contrastive', step: 1, values: { loss: 2 } },
  ])
  expect(await getTrainingRun(services(), own.admin)).toMatchObject({
    secondsLeft: 70,
    lossPoints: [{ stage: 'contrastive', loss: 2, gradNorm: null, rewardsAccuracy: null }, { stage: 'rankpo', step: 1, loss: 0.9, gradNorm: 3, learningRate: 1e-5, rewardsAccuracy: 0.5 }],
  })
  expect((await getTrainingOverview(services(), own.admin)).running).toMatchObject({ trainingRunId, secondsLeft: 70 })
})

test('promoting asks for re-embedding once, and a second version has to wait', async () => {
  const [second, third] = [await addVersion(), await addVersion({ number: 3 })]
  await promoteModel(services(), own.admin, { modelVersionId: second, reason: 'better on held-out pairs' })
  expect(await stateOf(second)).toBe('embedding')
  expect(await waitingTasks('promote-model', own.organizationId)).toBe(1)
  await expect(promoteModel(services(), own.admin, { modelVersionId: second, reason: 'again' })).rejects.toMatchObject({ code: 'conflict' })
  await expect(promoteModel(services(), own.admin, { modelVersionId: third, reason: 'this one too' })).rejects.toMatchObject({ code: 'conflict' })
  await expect(promoteModel(services(), own.admin, { modelVersionId: own.liveModelVersionId, reason: 'live' })).rejects.toMatchObject({ code: 'conflict', message: 'Model 1 is live already.' })
  expect(await stateOf(own.liveModelVersionId)).toBe('live')
  const views = await listModelVersions(services(), own.admin)
  expect(views.map(({ number, state, parentNumber, canPromote, canRollBack }) => ({ number, state, parentNumber, canPromote, canRollBack }))).toEqual([
    { number: 3, state: 'candidate', parentNumber: 1, canPromote: false, canRollBack: false },
    { number: 2, state: 'embedding', parentNumber: 1, canPromote: false, canRollBack: false },
    { number: 1, state: 'live', parentNumber: null, canPromote: false, canRollBack: false },
  ])
})

test('rolling back switches in one step while the old vectors are there, and has the newcomers encoded', async () => {
  const old = await addVersion({ state: 'retired', promotedAt: new Date() })
  const { organizationId, candidateIds } = own
  await connection.db.insert(embeddings).values(candidateIds.slice(1).map((candidateId, index) => ({ organizationId, modelVersionId: old, candidateId, sourceHash: `person ${index + 1}`, embedding: Float32Array.of(1, 0) })))
  expect(await rollBackModel(services(), own.admin, { modelVersionId: old, reason: 'the new one was worse' })).toEqual({ isInstant: true, waitingCount: 1 })
  expect([await stateOf(old), await stateOf(own.liveModelVersionId)]).toEqual(['live', 'retired'])
  expect(await waitingTasks('embed-candidates', organizationId)).toBe(1)
  expect(await actionsOf(own)).toEqual(['model.rolled_back'])
  const [live] = await connection.db.select({ reason: modelVersions.reason }).from(modelVersions).where(and(eq(modelVersions.id, old)))
  expect(live?.reason).toBe('the new one was worse')
})

test('rolling back to a version whose vectors are gone promotes it again and says so; a candidate cannot be rolled back to', async () => {
  const old = await addVersion({ state: 'retired', promotedAt: new Date() })
  expect(await rollBackModel(services(), own.admin, { modelVersionId: old, reason: 'back' })).toEqual({ isInstant: false, waitingCount: 24 })
  expect([await stateOf(old), await stateOf(own.liveModelVersionId)]).toEqual(['embedding', 'live'])
  const candidate = await addVersion({ number: 3 })
  await expect(rollBackModel(services(), own.admin, { modelVersionId: candidate, reason: 'back' })).rejects.toMatchObject({ code: 'conflict' })
})

test('a snapshot holds the rows of both stages and what measures them, and none of the held-out in training', async () => {
  await answerPairs(connection.db, own, { count: 20 })
  await answerPairs(connection.db, own, { count: 7, split: 'holdout', from: 200 })
  await rejectCandidate(connection.db, own, { job: 0, candidate: 9 })
  const { contrastive, rankpo, heldOut, counts } = await readTrainingData(connection.db, { organizationId: own.organizationId, modelVersionId: own.liveModelVersionId, ...drawing })
  expect(rankpo).toHaveLength(20)
  expect(rankpo[0]).toMatchObject({ query: expect.stringContaining('w400'), chosen: expect.stringContaining('w0 w1'), jobId: own.jobs[0]!.jobId })
  expect(heldOut.pairs).toHaveLength(7)
  const trained = new Set(rankpo.map(({ jobId, chosen, rejected }) => [jobId, ...[chosen, rejected].toSorted()].join()))
  const textOf = new Map(heldOut.passages.map(({ id, text }) => [id, text]))
  expect(heldOut.pairs.every(({ jobId, chosen, rejected }) => !trained.has([jobId, ...[textOf.get(chosen)!, textOf.get(rejected)!].toSorted()].join()))).toBe(true)
  expect(contrastive.find(({ jobId }) => jobId === own.jobs[0]!.jobId)?.negatives).toEqual([expect.stringContaining('w8 w9')])
  const positives = contrastive.reduce((sum, row) => sum + row.positives.length, 0)
  expect(positives + heldOut.rankings.reduce((sum, { relevant }) => sum + relevant.length, 0)).toBe(24)
  expect(counts).toMatchObject({ pairs: 20, heldOutPairs: 7, ruleRows: positives, droppedPairs: 0 })
})
