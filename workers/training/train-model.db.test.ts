import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { connectDatabase } from '#lib/db/client.ts'
import type { Connection } from '#lib/db/client.ts'
import { candidates } from '#lib/db/schema/candidates.ts'
import { modelVersions } from '#lib/db/schema/models.ts'
import { createTestDatabase } from '#lib/db/testing/test-database.ts'
import type { TestDatabase } from '#lib/db/testing/test-database.ts'
import { readModelFolder } from '#lib/engine/files/model-folder.ts'
import { CONTRASTIVE_DEFAULTS } from '#lib/engine/stages/contrastive.ts'
import { RANKPO_DEFAULTS } from '#lib/engine/stages/rankpo.ts'
import { createTinyModelFolder } from '#lib/engine/stages/testing/tiny-model-folder.ts'
import { openQueue } from '#lib/queue/queue.ts'
import type { Queue } from '#lib/queue/queue.ts'
import { cancelTrainingRun } from '#lib/training/cancel-training-run.ts'
import { getTrainingRun } from '#lib/training/get-training-run.ts'
import { DEFAULT_MATCHING_RULES } from '#lib/training/rules/matching-rules.ts'
import { startTrainingRun } from '#lib/training/start-training-run.ts'
import { answerPairs, makeTrainingOrganization } from '#lib/training/testing/training-fixture.ts'
import type { TrainingOrganization } from '#lib/training/testing/training-fixture.ts'
import type { TrainingRunView } from '#lib/training/training-views.ts'
import { runStageProcess, StageCrash } from './run-stage-process.ts'
import { createTrainModel } from './train-model.ts'
import type { TrainModelOptions } from './train-model.ts'

/** A tiny model needs larger steps to show in few of them that it learns. */
const configs: TrainModelOptions['configs'] = {
  contrastive: { ...CONTRASTIVE_DEFAULTS, learningRate: 1e-3, numEpochs: 4, maxSteps: 12, batchSize: 6, negativesPerQuery: 2, checkpointSteps: 3 },
  rankpo: { ...RANKPO_DEFAULTS, learningRate: 2e-3, numEpochs: 8, maxSteps: 24, batchSize: 8, checkpointSteps: 3 },
}
const never = new AbortController().signal

let database: TestDatabase
let connection: Connection
let queue: Queue
let modelFolder: string
let dataFolder: string
let own: TrainingOrganization
let trainingRunId: string
const services = () => ({ db: connection.db, queue })
const view = async () => (await getTrainingRun(services(), own.admin, { trainingRunId })) as TrainingRunView
const train = (options: TrainModelOptions = {}, signal = never) => createTrainModel(connection.db, { dataFolder, configs, ...options })({ organizationId: own.organizationId, trainingRunId }, signal)
const filesLeft = async () => [...(await readdir(join(dataFolder, 'training')).catch(() => [])), ...(await readdir(join(dataFolder, 'models')).catch(() => []))]

/** The real process, with something done as each step of a stage arrives. */
const stageWith = (onStep: (kind: string, step: number) => void): TrainModelOptions['runStage'] => (task, options) =>
  runStageProcess(task, { ...options, onStep: (metrics) => { options.onStep?.(metrics); onStep(task.kind, metrics.step) } })

async function waitFor(condition: () => Promise<boolean>, timeoutMs: number): Promise<void> {
  for (const end = Date.now() + timeoutMs; !(await condition()); await setTimeout(100)) if (Date.now() > end) throw new Error(`Waited ${timeoutMs} ms in vain.`)
}

beforeAll(async () => {
  database = await createTestDatabase()
  connection = connectDatabase(database.url)
  queue = await openQueue(database.url)
  modelFolder = await createTinyModelFolder()
})
beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'rankwell-training-'))
  await connection.db.execute('delete from pgboss.job')
  own = await makeTrainingOrganization(connection.db, { modelFolder })
  await answerPairs(connection.db, own, { count: 40 })
  await answerPairs(connection.db, own, { count: 12, split: 'holdout', from: 41 })
  trainingRunId = (await startTrainingRun(services(), own.admin)).trainingRunId
  return () => rm(dataFolder, { recursive: true, force: true })
})
afterAll(async () => {
  await queue?.close()
  await connection?.close()
  await database?.close()
  if (modelFolder) await rm(modelFolder, { recursive: true, force: true })
})

test('a run trains both stages, measures before and after, and leaves a model version that says what it came from', async () => {
  await train()
  const run = await view()
  expect(run).toMatchObject({ state: 'succeeded', attempts: 1, error: null, step: run.totalSteps, data: { pairs: 40, heldOutPairs: 12 } })
  for (const stage of ['contrastive', 'rankpo'] as const) {
    const losses = run.lossPoints.filter((point) => point.stage === stage).map(({ loss }) => loss)
    expect(losses.length).toBeGreaterThan(6)
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    expect(mean(losses.slice(-3))).toBeLessThan(mean(losses.slice(0, 3)))
  }
  expect(run.lossPoints.length).toBe(run.totalSteps)
  expect(run.metricsBefore?.pairAccuracy).toMatchObject({ n: 12 })
  expect(run.metricsAfter?.pairAccuracy!.value).toBeGreaterThanOrEqual(run.metricsAfter!.pairAccuracy!.low)
  const [version] = await connection.db.select().from(modelVersions).where(eq(modelVersions.id, run.resultModelVersionId!))
  expect(version).toMatchObject({ number: 2, stage: 'rankpo', state: 'candidate', parentId: own.liveModelVersionId, folder: `models/${trainingRunId}`, metrics: run.metricsAfter })
  expect(version?.lineage).toMatchObject({ baseModel: 'model 1', seed: run.seed, ruleRows: run.data!.ruleRows, config: { rankpo: { lossType: 'hinge', reference: 'stage one' }, matchingRules: DEFAULT_MATCHING_RULES } })
  expect(version?.lineage?.pairIds).toHaveLength(40)
  expect((await readModelFolder(join(dataFolder, version!.folder!))).tokenizer).not.toBeNull()
  expect(await filesLeft()).toEqual([trainingRunId])
})

test('a few answers about one job are enough for the whole way, and figures that could not be measured are absent', async () => {
  await cancelTrainingRun(services(), own.admin, { trainingRunId })
  const small = await makeTrainingOrganization(connection.db, { modelFolder })
  own = { ...small, jobs: small.jobs.slice(0, 1) }
  await answerPairs(connection.db, own, { count: 5 })
  trainingRunId = (await startTrainingRun(services(), own.admin)).trainingRunId
  await train()
  expect(await view()).toMatchObject({ state: 'succeeded', data: { pairs: 5, heldOutPairs: 0 }, metricsBefore: { pairAccuracy: null }, metricsAfter: { pairAccuracy: null } })
})

test('a run whose worker stops goes on from its checkpoint with the rows it had', async () => {
  const stopping = new AbortController()
  await expect(train({ runStage: stageWith((kind, step) => { if (kind === 'rankpo' && step === 8) stopping.abort(new Error('stopping')) }) }, stopping.signal)).rejects.toThrow('stopping')
  expect(await view()).toMatchObject({ state: 'running', attempts: 1 })
  await connection.db.delete(candidates).where(eq(candidates.id, own.candidateIds[0]!))
  await answerPairs(connection.db, own, { count: 5, from: 500 })

  const steps: string[] = []
  await train({ runStage: stageWith((kind, step) => steps.push(`${kind} ${step}`)) })
  expect(steps[0]).toBe('rankpo 7')
  const resumed = await view()
  expect(resumed).toMatchObject({ state: 'succeeded', attempts: 2, data: { pairs: 40 } })
  expect(resumed.lossPoints.length).toBe(resumed.totalSteps)
})

test('cancelling stops within a step and leaves nothing behind', async () => {
  const cancelled = train({ runStage: stageWith((kind, step) => { if (kind === 'contrastive' && step === 2) void cancelTrainingRun(services(), own.admin, { trainingRunId }) }) })
  await cancelled
  expect(await view()).toMatchObject({ state: 'cancelled', resultModelVersionId: null })
  expect(await filesLeft()).toEqual([])
  expect((await startTrainingRun(services(), own.admin)).isNew).toBe(true)
})

test('a run that was cancelled while it waited is not begun', async () => {
  await cancelTrainingRun(services(), own.admin, { trainingRunId })
  await train({ runStage: () => Promise.reject(new Error('it ran')) })
  expect(await view()).toMatchObject({ state: 'cancelled', attempts: 0 })
})

test('a fault is written to the run in a sentence, and nothing half-written stays', async () => {
  await connection.db.update(modelVersions).set({ folder: join(dataFolder, 'gone') }).where(eq(modelVersions.id, own.liveModelVersionId))
  await train()
  expect(await view()).toMatchObject({ state: 'failed', error: expect.stringMatching(/config\.json is missing\.$/) })
  expect(await filesLeft()).toEqual([])
})

test('a child that the system kills is tried again, and the third time the run says that memory is short', async () => {
  const killed = { runStage: () => Promise.reject(new StageCrash('SIGKILL')) }
  await expect(train(killed)).rejects.toThrow('SIGKILL')
  await expect(train(killed)).rejects.toThrow('SIGKILL')
  expect(await view()).toMatchObject({ state: 'running', attempts: 2 })
  await train(killed)
  expect(await view()).toMatchObject({ state: 'failed', error: expect.stringContaining('memory') })
})

test('a task that comes while another worker is at the run leaves it alone', async () => {
  let second: Promise<void> | null = null
  await train({ runStage: stageWith((kind, step) => { if (kind === 'contrastive' && step === 2) { second = train(); second.catch(() => undefined) } }) })
  await expect(second).rejects.toThrow('another worker')
  expect(await view()).toMatchObject({ state: 'succeeded', attempts: 1 })
})

test('a worker killed with kill -9 is replaced by one that goes on, and the run ends once', async () => {
  const start = () => spawn(process.execPath, [fileURLToPath(new URL('../training.ts', import.meta.url))], {
    env: { ...process.env, NODE_ENV: 'production', DATABASE_URL: database.url, RANKWELL_DATA: dataFolder, LOG_LEVEL: 'warn' }, stdio: ['ignore', 'ignore', 'inherit'],
  })
  const first = start()
  await waitFor(async () => (await view()).lossPoints.length >= 2, 60_000)
  first.kill('SIGKILL')
  await once(first, 'exit')
  expect(await view()).toMatchObject({ state: 'running', attempts: 1 })
  const second = start()
  try {
    await waitFor(async () => (await view()).state !== 'running', 90_000)
  } finally {
    second.kill('SIGTERM')
    await once(second, 'exit')
  }
  expect(await view()).toMatchObject({ state: 'succeeded', attempts: 2 })
  expect(await connection.db.select().from(modelVersions).where(eq(modelVersions.organizationId, own.organizationId))).toHaveLength(2)
  expect(await filesLeft()).toEqual([trainingRunId])
}, 180_000)

test('a run that would not fit into memory fails before its first step, with the figures on the run and advice for its reader', async () => {
  await train({ runStage: (task, options) => runStageProcess(task.kind === 'evaluate' ? task : { ...task, maxMemoryBytes: 1e6 }, options) })
  const run = await view()
  expect(run.state).toBe('failed')
  expect(run.error).toMatch(/^Training needs about [\d.]+ GB of memory and has 0\.00 GB\. Free memory on this machine, then press Retrain again\.$/)
  expect(await filesLeft()).toEqual([])
})
