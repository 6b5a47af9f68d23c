/** Training runs, their metrics, and the answers that they would learn from. */
import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Database } from '../client.ts'
import { users } from '../schema/accounts.ts'
import { preferencePairs } from '../schema/matching.ts'
import { modelVersions, trainingMetrics, trainingRuns } from '../schema/models.ts'
import type { EvaluationMetrics } from '../schema/models.ts'

type Run = typeof trainingRuns.$inferSelect
type Stage = (typeof trainingMetrics.$inferSelect)['stage']

const UNFINISHED = ['queued', 'running'] as const
const baseVersion = alias(modelVersions, 'base_version')
const resultVersion = alias(modelVersions, 'result_version')

const ofRun = (organizationId: string, trainingRunId: string) => and(eq(trainingRuns.organizationId, organizationId), eq(trainingRuns.id, trainingRunId))

function selectRuns(db: Database) {
  return db
    .select({
      id: trainingRuns.id, state: trainingRuns.state, phase: trainingRuns.phase, step: trainingRuns.step, totalSteps: trainingRuns.totalSteps, secondsPerStep: trainingRuns.secondsPerStep,
      isCancelRequested: trainingRuns.isCancelRequested, attempts: trainingRuns.attempts, seed: trainingRuns.seed, data: trainingRuns.data, metricsBefore: trainingRuns.metricsBefore,
      metricsAfter: trainingRuns.metricsAfter, resultModelVersionId: trainingRuns.resultModelVersionId, error: trainingRuns.error, heartbeatAt: trainingRuns.heartbeatAt, createdAt: trainingRuns.createdAt,
      startedAt: trainingRuns.startedAt, finishedAt: trainingRuns.finishedAt, baseModelNumber: baseVersion.number, resultModelNumber: resultVersion.number, requestedByName: users.name,
    })
    .from(trainingRuns)
    .innerJoin(baseVersion, eq(baseVersion.id, trainingRuns.baseModelVersionId))
    .leftJoin(resultVersion, eq(resultVersion.id, trainingRuns.resultModelVersionId))
    .leftJoin(users, eq(users.id, trainingRuns.requestedBy))
    .$dynamic()
}

/** The run with this id, or the newest one. */
export async function findTrainingRun(db: Database, { organizationId, trainingRunId }: { organizationId: string; trainingRunId?: string }) {
  const condition = trainingRunId === undefined ? eq(trainingRuns.organizationId, organizationId) : ofRun(organizationId, trainingRunId)
  const [run] = await selectRuns(db).where(condition).orderBy(desc(trainingRuns.createdAt)).limit(1)
  return run ?? null
}

export async function findUnfinishedTrainingRun(db: Database, { organizationId }: { organizationId: string }) {
  const [run] = await selectRuns(db).where(and(eq(trainingRuns.organizationId, organizationId), inArray(trainingRuns.state, [...UNFINISHED]))).limit(1)
  return run ?? null
}

export async function findLastSuccessfulTrainingRun(db: Database, { organizationId }: { organizationId: string }) {
  const [run] = await selectRuns(db).where(and(eq(trainingRuns.organizationId, organizationId), eq(trainingRuns.state, 'succeeded'))).orderBy(desc(trainingRuns.finishedAt)).limit(1)
  return run ?? null
}

export function listTrainingRunRows(db: Database, { organizationId, limit }: { organizationId: string; limit: number }) {
  return selectRuns(db).where(eq(trainingRuns.organizationId, organizationId)).orderBy(desc(trainingRuns.createdAt)).limit(limit)
}

/** Null when another run of the organisation is unfinished: the unique index decides, also between two simultaneous presses. */
export async function createTrainingRun(db: Database, values: { organizationId: string; requestedBy: string; baseModelVersionId: string; seed: number }): Promise<string | null> {
  const [run] = await db.insert(trainingRuns).values(values).onConflictDoNothing().returning({ id: trainingRuns.id })
  return run?.id ?? null
}

/** What the worker needs; null when the run is gone. */
export async function findTrainingRunForWork(db: Database, { organizationId, trainingRunId }: { organizationId: string; trainingRunId: string }) {
  const [run] = await db
    .select({
      id: trainingRuns.id, state: trainingRuns.state, seed: trainingRuns.seed, attempts: trainingRuns.attempts, data: trainingRuns.data, isCancelRequested: trainingRuns.isCancelRequested,
      requestedBy: trainingRuns.requestedBy, metricsBefore: trainingRuns.metricsBefore, metricsAfter: trainingRuns.metricsAfter,
      secondsSinceHeartbeat: sql<number | null>`extract(epoch from now() - ${trainingRuns.heartbeatAt})::float`,
      base: { id: modelVersions.id, number: modelVersions.number, folder: modelVersions.folder, weightsHash: modelVersions.weightsHash },
    })
    .from(trainingRuns)
    .innerJoin(modelVersions, eq(modelVersions.id, trainingRuns.baseModelVersionId))
    .where(ofRun(organizationId, trainingRunId))
  return run ?? null
}

/** Every attempt begins here; false when the run is finished. */
export async function beginTrainingAttempt(db: Database, { organizationId, trainingRunId }: { organizationId: string; trainingRunId: string }): Promise<boolean> {
  const begun = await db
    .update(trainingRuns)
    .set({ state: 'running', attempts: sql`${trainingRuns.attempts} + 1`, heartbeatAt: sql`now()`, startedAt: sql`coalesce(${trainingRuns.startedAt}, now())` })
    .where(and(ofRun(organizationId, trainingRunId), inArray(trainingRuns.state, [...UNFINISHED])))
    .returning({ id: trainingRuns.id })
  return begun.length > 0
}

export type TrainingProgress = Partial<Pick<Run, 'phase' | 'step' | 'totalSteps' | 'secondsPerStep' | 'data'>> & { metricsBefore?: EvaluationMetrics; metricsAfter?: EvaluationMetrics }

/** Writes progress with the heartbeat and brings back whether to go on: `gone` when the run is no longer running. */
export async function recordTrainingProgress(
  db: Database,
  { organizationId, trainingRunId, progress = {} }: { organizationId: string; trainingRunId: string; progress?: TrainingProgress },
): Promise<'go_on' | 'cancel' | 'gone'> {
  const [run] = await db
    .update(trainingRuns)
    .set({ ...progress, heartbeatAt: sql`now()` })
    .where(and(ofRun(organizationId, trainingRunId), eq(trainingRuns.state, 'running')))
    .returning({ isCancelRequested: trainingRuns.isCancelRequested })
  return run === undefined ? 'gone' : run.isCancelRequested ? 'cancel' : 'go_on'
}

/** The worker lets go of a run that it did not finish, so that the next one need not wait for the heartbeat to grow old. */
export async function releaseTrainingRun(db: Database, { organizationId, trainingRunId }: { organizationId: string; trainingRunId: string }): Promise<void> {
  await db.update(trainingRuns).set({ heartbeatAt: null }).where(and(ofRun(organizationId, trainingRunId), eq(trainingRuns.state, 'running')))
}

/** For the worker that serves every organisation, as the owner of the tables: runs that began and that nobody has worked on for a while. */
export function listAbandonedTrainingRuns(db: Database, { silentForSeconds }: { silentForSeconds: number }): Promise<{ organizationId: string; trainingRunId: string }[]> {
  return db
    .select({ organizationId: trainingRuns.organizationId, trainingRunId: trainingRuns.id })
    .from(trainingRuns)
    .where(and(eq(trainingRuns.state, 'running'), sql`coalesce(${trainingRuns.heartbeatAt}, ${trainingRuns.startedAt}) < now() - make_interval(secs => ${silentForSeconds})`))
}

/** A step that is done again after a restart replaces what was written of it. */
export async function recordTrainingMetrics(
  db: Database,
  { organizationId, trainingRunId, stage, points }: { organizationId: string; trainingRunId: string; stage: Stage; points: readonly { step: number; values: Record<string, number> }[] },
): Promise<void> {
  if (points.length === 0) return
  await db
    .insert(trainingMetrics)
    .values(points.map(({ step, values }) => ({ organizationId, trainingRunId, stage, step, values })))
    .onConflictDoUpdate({ target: [trainingMetrics.trainingRunId, trainingMetrics.stage, trainingMetrics.step], set: { values: sql`excluded.values` } })
}

export function listTrainingMetrics(db: Database, { organizationId, trainingRunId }: { organizationId: string; trainingRunId: string }) {
  return db
    .select({ stage: trainingMetrics.stage, step: trainingMetrics.step, values: trainingMetrics.values })
    .from(trainingMetrics)
    .where(and(eq(trainingMetrics.organizationId, organizationId), eq(trainingMetrics.trainingRunId, trainingRunId)))
    .orderBy(asc(trainingMetrics.stage), asc(trainingMetrics.step))
}

/** False when it was finished already. */
export async function finishTrainingRun(
  db: Database,
  { organizationId, trainingRunId, ...outcome }: { organizationId: string; trainingRunId: string } & (
    | { state: 'succeeded'; resultModelVersionId: string }
    | { state: 'failed'; error: string }
    | { state: 'cancelled' }
  ),
): Promise<boolean> {
  const finished = await db
    .update(trainingRuns)
    .set({ ...outcome, finishedAt: sql`now()` })
    .where(and(ofRun(organizationId, trainingRunId), inArray(trainingRuns.state, [...UNFINISHED])))
    .returning({ id: trainingRuns.id })
  return finished.length > 0
}

/** What became of the wish: a waiting run, or one whose worker is silent, is cancelled at once; a running one stops at its next heartbeat. */
export async function requestTrainingCancel(
  db: Database,
  { organizationId, trainingRunId, silentAfterSeconds }: { organizationId: string; trainingRunId: string; silentAfterSeconds: number },
): Promise<'cancelled' | 'requested' | 'finished'> {
  const isAbandoned = sql`(${trainingRuns.state} = 'queued' or ${trainingRuns.heartbeatAt} < now() - make_interval(secs => ${silentAfterSeconds}))`
  const [run] = await db
    .update(trainingRuns)
    .set({
      isCancelRequested: true,
      state: sql`case when ${isAbandoned} then 'cancelled' else ${trainingRuns.state} end`,
      finishedAt: sql`case when ${isAbandoned} then now() end`,
    })
    .where(and(ofRun(organizationId, trainingRunId), inArray(trainingRuns.state, [...UNFINISHED])))
    .returning({ state: trainingRuns.state })
  return run === undefined ? 'finished' : run.state === 'cancelled' ? 'cancelled' : 'requested'
}

/** Answers counted as a run would use them: the latest one that is not a skip for each pair of people and job; skips are counted as given. */
export async function countUsableAnswers(db: Database, { organizationId }: { organizationId: string }): Promise<{ train: number; holdout: number; ties: number; skips: number }> {
  const latest = db
    .selectDistinctOn([preferencePairs.jobId, sql`least(${preferencePairs.leftCandidateId}, ${preferencePairs.rightCandidateId})`, sql`greatest(${preferencePairs.leftCandidateId}, ${preferencePairs.rightCandidateId})`, preferencePairs.split], {
      answer: preferencePairs.answer,
      split: preferencePairs.split,
    })
    .from(preferencePairs)
    .where(and(eq(preferencePairs.organizationId, organizationId), inArray(preferencePairs.answer, ['left', 'right', 'tie'])))
    .orderBy(
      preferencePairs.jobId, sql`least(${preferencePairs.leftCandidateId}, ${preferencePairs.rightCandidateId})`, sql`greatest(${preferencePairs.leftCandidateId}, ${preferencePairs.rightCandidateId})`,
      preferencePairs.split, desc(preferencePairs.answeredAt), desc(preferencePairs.id),
    )
    .as('latest')
  const [counted] = await db
    .select({
      train: sql<number>`count(*) filter (where ${latest.split} = 'train' and ${latest.answer} <> 'tie')::int`,
      holdout: sql<number>`count(*) filter (where ${latest.split} = 'holdout' and ${latest.answer} <> 'tie')::int`,
      ties: sql<number>`count(*) filter (where ${latest.answer} = 'tie')::int`,
    })
    .from(latest)
  const [skipped] = await db
    .select({ skips: sql<number>`count(*)::int` })
    .from(preferencePairs)
    .where(and(eq(preferencePairs.organizationId, organizationId), eq(preferencePairs.answer, 'skip')))
  return { train: counted?.train ?? 0, holdout: counted?.holdout ?? 0, ties: counted?.ties ?? 0, skips: skipped?.skips ?? 0 }
}
