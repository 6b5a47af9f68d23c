/** The task `train-model`: takes a run, keeps its heartbeat, and writes how it ended. What is done in between is performRun's. */
import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { withOrganization } from '#lib/db/client.ts'
import type { Database, Transaction } from '#lib/db/client.ts'
import { createTrainedModelVersion } from '#lib/db/queries/model-versions.ts'
import { beginTrainingAttempt, findTrainingRunForWork, finishTrainingRun, recordTrainingMetrics, recordTrainingProgress, releaseTrainingRun } from '#lib/db/queries/training-runs.ts'
import { ENGINE_VERSION } from '#lib/engine/checkpoint.ts'
import { drawNegatives, NEGATIVE_DRAW_DEFAULTS } from '#lib/engine/negatives/draw-negatives.ts'
import { createRandom } from '#lib/engine/random.ts'
import { env } from '#lib/env.ts'
import { AppError } from '#lib/errors.ts'
import { logger } from '#lib/logger.ts'
import { findModelFolder } from '#lib/matching/model-weights.ts'
import type { TaskPayload } from '#lib/queue/tasks.ts'
import { readTrainingData } from '#lib/training/read-training-data.ts'
import type { SpreadNegatives } from '#lib/training/read-training-data.ts'
import { CONTRASTIVE_CONFIG, RANKPO_CONFIG } from '#lib/training/training-config.ts'
import { chooseDevice } from '../device.ts'
import { performRun } from './perform-run.ts'
import type { RunReport, StageConfigs, TrainedModel } from './perform-run.ts'
import { RunFolder } from './run-folder.ts'
import { runStageProcess, StageCrash } from './run-stage-process.ts'

const HEARTBEAT_MS = 2000
/** A younger heartbeat is another worker's: the queue brings the task again later. */
const TAKEN_WITHIN_SECONDS = 6
/** A child that dies without a word may have met a moment of little memory; more often than this it is not chance. */
const MAX_CRASHES = 3
const MAX_ATTEMPTS = 10

const spreadNegatives: SpreadNegatives = (vectors, negativesPerQuery, seed) => drawNegatives(vectors, { ...NEGATIVE_DRAW_DEFAULTS, negativesPerQuery }, createRandom(seed))

class Stop extends Error {
  readonly why: 'cancel' | 'gone'
  constructor(why: 'cancel' | 'gone') {
    super(why)
    this.why = why
  }
}

export interface TrainModelOptions {
  dataFolder?: string
  configs?: StageConfigs
  runStage?: typeof runStageProcess
}

export function createTrainModel(
  db: Database,
  { dataFolder = resolve(env.RANKWELL_DATA), configs = { contrastive: CONTRASTIVE_CONFIG, rankpo: RANKPO_CONFIG }, runStage = runStageProcess }: TrainModelOptions = {},
) {
  return async ({ organizationId, trainingRunId }: TaskPayload<'train-model'>, shutdown: AbortSignal): Promise<void> => {
    const ids = { organizationId, trainingRunId }
    const within = <T>(work: (tx: Transaction) => Promise<T>) => withOrganization(db, organizationId, work)
    const folder = new RunFolder(dataFolder, trainingRunId)

    const run = await within((tx) => findTrainingRunForWork(tx, ids))
    if (run === null || !['queued', 'running'].includes(run.state)) {
      logger.info({ trainingRunId, state: run?.state ?? 'gone' }, 'a training run needs no more work')
      return discard(folder, run?.state)
    }
    if (run.state === 'running' && run.secondsSinceHeartbeat !== null && run.secondsSinceHeartbeat < TAKEN_WITHIN_SECONDS) throw new Error(`Training run ${trainingRunId} is in the hands of another worker.`)
    await within((tx) => beginTrainingAttempt(tx, ids))
    const attempt = run.attempts + 1
    logger.info({ trainingRunId, attempt }, 'training begins')

    const stop = new AbortController()
    const report = async (progress: RunReport, tx?: Transaction): Promise<void> => {
      const answer = await (tx ? recordTrainingProgress(tx, { ...ids, progress }) : within((own) => recordTrainingProgress(own, { ...ids, progress })))
      if (answer !== 'go_on') stop.abort(new Stop(answer))
    }
    const heartbeat = keepBeating(() => report({}))
    try {
      if (attempt > MAX_ATTEMPTS) throw new AppError('unavailable', `This run was interrupted ${MAX_ATTEMPTS} times. Free memory or other load on the machine, then press Retrain again.`)
      const baseFolder = await findModelFolder(run.base)
      if (baseFolder === null) throw new AppError('conflict', `The weights of model ${run.base.number} are no longer here: the encoder that comes with the product was replaced. Press Retrain again.`)
      const { device, reason } = await chooseDevice('auto')
      logger.info({ trainingRunId, device, reason }, 'training device')
      const model = await performRun({
        folder, baseFolder, configs, runStage, seed: run.seed,
        threads: env.RANKWELL_THREADS ?? availableParallelism(),
        device,
        signal: AbortSignal.any([stop.signal, shutdown]),
        readData: () => readTrainingData(db, { organizationId, modelVersionId: run.base.id, seed: run.seed, spreadNegatives }),
        report,
        reportSteps: (stage, points, progress) => within(async (tx) => {
          await recordTrainingMetrics(tx, { ...ids, stage, points })
          await report(progress, tx)
        }),
      })
      await heartbeat.stop()
      const lineage = lineageOf(model, run, await codeVersion(device))
      await within(async (tx) => {
        const version = await createTrainedModelVersion(tx, { organizationId, parentId: run.base.id, folder: model.folder, weightsHash: model.weightsHash, metrics: model.metricsAfter, lineage })
        if (!(await finishTrainingRun(tx, { ...ids, state: 'succeeded', resultModelVersionId: version.id }))) throw new Stop('gone')
      })
      logger.info({ trainingRunId, before: model.metricsBefore, after: model.metricsAfter }, 'training succeeded')
    } catch (error) {
      await heartbeat.stop()
      const outcome = outcomeOf(error, { isShutdown: shutdown.aborted, attempt })
      logger[outcome.state === 'failed' ? 'error' : 'info']({ trainingRunId, attempt, outcome, err: error instanceof Stop ? undefined : error }, 'training stopped')
      if (outcome.state === 'again') {
        await within((tx) => releaseTrainingRun(tx, ids))
        throw error
      }
      if (outcome.state !== 'gone') await within((tx) => finishTrainingRun(tx, { ...ids, ...outcome }))
    }
    const ended = await within((tx) => findTrainingRunForWork(tx, ids))
    await discard(folder, ended?.state)
  }
}

type Outcome = { state: 'again' } | { state: 'gone' } | { state: 'cancelled' } | { state: 'failed'; error: string }

function outcomeOf(error: unknown, { isShutdown, attempt }: { isShutdown: boolean; attempt: number }): Outcome {
  if (error instanceof Stop) return { state: error.why === 'gone' ? 'gone' : 'cancelled' }
  if (isShutdown) return { state: 'again' }
  if (error instanceof AppError) return { state: 'failed', error: error.userMessage }
  if (error instanceof StageCrash) {
    if (attempt < MAX_CRASHES) return { state: 'again' }
    return { state: 'failed', error: `The training process was ended by the system ${MAX_CRASHES} times, most likely because memory ran out: training needs about 3 GB. Free memory, then press Retrain again.` }
  }
  const codes = causesOf(error).map((cause) => (cause as NodeJS.ErrnoException).code ?? '')
  if (codes.includes('ENOSPC')) return { state: 'failed', error: 'The disk is full. A run needs about 1 GB in the data folder; free it, then press Retrain again.' }
  if (codes.some((code) => /^(ECONN|CONNECTION_|CONNECT_TIMEOUT|57P0)/.test(code))) return { state: 'again' } // the database is restarting
  return { state: 'failed', error: `Training stopped because of a fault in the product: ${(error as Error).message}. The live model is unchanged.` }
}

function causesOf(error: unknown): unknown[] {
  return error instanceof Error ? [error, ...causesOf(error.cause)] : []
}

function lineageOf({ prepared, config }: TrainedModel, run: { seed: number; base: { number: number } }, code: string) {
  return { baseModel: `model ${run.base.number}`, dataHash: prepared.dataHash, pairIds: prepared.pairIds, ruleRows: prepared.counts.ruleRows, seed: run.seed, codeVersion: code, config: { ...config, matchingRules: prepared.rules } }
}

async function codeVersion(device: string): Promise<string> {
  const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
  return `rankwell ${version}, engine ${ENGINE_VERSION}, on ${device}`
}

/** Of a run that ended its model stays if it made one, and nothing else: its rows hold people's texts. */
async function discard(folder: RunFolder, state: string | undefined): Promise<void> {
  await folder.remove()
  if (state !== 'succeeded') await folder.removeResult()
}

/** A beat that fails is the next one's business: the database may be restarting. */
function keepBeating(beat: () => Promise<void>): { stop: () => Promise<void> } {
  let running: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    running = running.then(beat).catch((error: unknown) => logger.warn({ error: (error as Error).message }, 'heartbeat'))
  }, HEARTBEAT_MS)
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}
