/** What pages and the API see of models and training runs: rows turned into views, without a word about who may see them. */
import type { EvaluationMetrics, MODEL_STATES, ModelLineage, TRAINING_PHASES, TRAINING_STATES, trainingRuns } from '../db/schema/models.ts'
import { STALLED_AFTER_SECONDS } from './training-config.ts'

export type TrainingState = (typeof TRAINING_STATES)[number]
export type TrainingPhase = (typeof TRAINING_PHASES)[number]
export type ModelState = (typeof MODEL_STATES)[number]
export type TrainingData = NonNullable<(typeof trainingRuns.$inferSelect)['data']>

export interface ModelVersionView {
  id: string
  number: number
  stage: 'base' | 'contrastive' | 'rankpo'
  state: ModelState
  parentNumber: number | null
  metrics: EvaluationMetrics | null
  lineage: Omit<ModelLineage, 'pairIds'> & { pairCount: number } | null
  /** Texts encoded under this version and texts in all, while it is being made ready to go live. */
  embeddedCount: number
  embedTotal: number
  /** From the real pace of re-embedding; null until there is one. */
  embedSecondsLeft: number | null
  embedError: string | null
  reason: string | null
  createdAt: Date
  promotedAt: Date | null
  /** The run that made it; null for the shipped encoder. */
  trainingRunId: string | null
  canPromote: boolean
  canRollBack: boolean
}

export interface LossPoint {
  stage: 'contrastive' | 'rankpo'
  step: number
  loss: number
  gradNorm: number | null
  learningRate: number | null
  /** Share of the step's pairs that the model orders as the recruiter did; stage two only. */
  rewardsAccuracy: number | null
}

export interface TrainingRunSummary {
  trainingRunId: string
  state: TrainingState
  phase: TrainingPhase | null
  /** Steps of both stages together. */
  step: number
  totalSteps: number
  secondsPerStep: number | null
  /** From measured steps; null until there are two, and outside the two stages. */
  secondsLeft: number | null
  isCancelRequested: boolean
  /** It is running, but its worker has not been heard from for a while. */
  isStalled: boolean
  attempts: number
  seed: number
  data: TrainingData | null
  metricsBefore: EvaluationMetrics | null
  metricsAfter: EvaluationMetrics | null
  baseModelNumber: number
  resultModelVersionId: string | null
  resultModelNumber: number | null
  requestedByName: string | null
  error: string | null
  createdAt: Date
  startedAt: Date | null
  finishedAt: Date | null
}

export interface TrainingRunView extends TrainingRunSummary {
  lossPoints: LossPoint[]
}

export interface TrainingOverview {
  /** Answers as the next run would use them: one per pair of people and job, the latest. */
  answers: { train: number; holdout: number; ties: number; skips: number }
  canStart: boolean
  whyNot: string | null
  minimumAnswers: number
  live: ModelVersionView | null
  running: TrainingRunView | null
  latest: TrainingRunSummary | null
  /** How long the last successful run took, and with how many pairs: the honest basis for "about how long". */
  lastDuration: { seconds: number; pairs: number } | null
  /** The version being re-embedded to go live, if any. */
  promoting: ModelVersionView | null
}

type RunRow = Pick<
  typeof trainingRuns.$inferSelect,
  | 'id' | 'state' | 'phase' | 'step' | 'totalSteps' | 'secondsPerStep' | 'isCancelRequested' | 'attempts' | 'seed' | 'data' | 'metricsBefore' | 'metricsAfter'
  | 'resultModelVersionId' | 'error' | 'heartbeatAt' | 'createdAt' | 'startedAt' | 'finishedAt'
> & { baseModelNumber: number; resultModelNumber: number | null; requestedByName: string | null }

export function trainingRunSummary(row: RunRow, now = new Date()): TrainingRunSummary {
  const { id, heartbeatAt, ...shown } = row
  const isTraining = row.state === 'running' && (row.phase === 'contrastive' || row.phase === 'rankpo')
  const secondsLeft = isTraining && row.secondsPerStep !== null && row.totalSteps > 0 ? Math.max(0, row.totalSteps - row.step) * row.secondsPerStep : null
  const isStalled = row.state === 'running' && heartbeatAt !== null && now.getTime() - heartbeatAt.getTime() > STALLED_AFTER_SECONDS * 1000
  return { ...shown, trainingRunId: id, secondsLeft, isStalled }
}

export function lossPoint({ stage, step, values }: { stage: LossPoint['stage']; step: number; values: Record<string, number> }): LossPoint {
  return { stage, step, loss: values.loss ?? Number.NaN, gradNorm: values.grad_norm ?? null, learningRate: values.learning_rate ?? null, rewardsAccuracy: values['rewards/accuracies'] ?? null }
}

interface ModelRow {
  id: string
  number: number
  stage: ModelVersionView['stage']
  state: ModelState
  parentId: string | null
  metrics: EvaluationMetrics | null
  lineage: ModelLineage | null
  embeddedCount: number
  embedTotal: number
  embedStartedAt: Date | null
  embedError: string | null
  reason: string | null
  createdAt: Date
  promotedAt: Date | null
  trainingRunId: string | null
}

/** All versions of an organisation at once, because a version is told by its parent's number and may go live only when no other one is on its way. */
export function modelVersionViews(rows: readonly ModelRow[], now = new Date()): ModelVersionView[] {
  const numbers = new Map(rows.map(({ id, number }) => [id, number]))
  const isPromoting = rows.some(({ state }) => state === 'embedding')
  return rows.map(({ parentId, embedStartedAt, lineage, ...row }) => ({
    ...row,
    parentNumber: parentId === null ? null : (numbers.get(parentId) ?? null),
    lineage: lineage && withoutPairs(lineage),
    embedSecondsLeft: row.state === 'embedding' ? secondsLeftAtPace(row, embedStartedAt, now) : null,
    canPromote: row.state === 'candidate' && !isPromoting,
    canRollBack: row.state === 'retired' && !isPromoting,
  }))
}

function withoutPairs({ pairIds, ...lineage }: ModelLineage): ModelVersionView['lineage'] {
  return { ...lineage, pairCount: pairIds.length }
}

function secondsLeftAtPace({ embeddedCount, embedTotal }: Pick<ModelRow, 'embeddedCount' | 'embedTotal'>, startedAt: Date | null, now: Date): number | null {
  if (startedAt === null || embeddedCount === 0) return null
  return ((now.getTime() - startedAt.getTime()) / 1000 / embeddedCount) * Math.max(0, embedTotal - embeddedCount)
}
