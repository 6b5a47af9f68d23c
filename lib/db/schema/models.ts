/** Model versions, the vectors they made, and the runs that trained them. */
import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, pgTable, real, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import { organizations, users } from './accounts.ts'
import { candidates } from './candidates.ts'
import { createdAt, id, moment, vector } from './columns.ts'
import { jobVersions } from './jobs.ts'

/** A share with its bootstrap interval. */
export interface Estimate {
  value: number
  low: number
  high: number
  n: number
}

/** What was measured on data that was not trained on. A null was not measurable: too little data. */
export interface EvaluationMetrics {
  pairAccuracy: Estimate | null
  ruleNdcg: Estimate | null
}

export interface ModelLineage {
  baseModel: string
  dataHash: string
  pairIds: string[]
  ruleRows: number
  seed: number
  codeVersion: string
  config: Record<string, unknown>
}

export const MODEL_STATES = ['candidate', 'embedding', 'live', 'retired'] as const

export const modelVersions = pgTable(
  'model_versions',
  {
    id: id(),
    organizationId: uuid().notNull().references(() => organizations.id, { onDelete: 'cascade' }),
    number: integer().notNull(),
    stage: text({ enum: ['base', 'contrastive', 'rankpo'] }).notNull(),
    parentId: uuid().references((): AnyPgColumn => modelVersions.id, { onDelete: 'set null' }),
    /** Folder of the weights, relative to the data directory; null: the shipped encoder. */
    folder: text(),
    weightsHash: text().notNull(),
    state: text({ enum: MODEL_STATES }).notNull().default('candidate'),
    metrics: jsonb().$type<EvaluationMetrics>(),
    lineage: jsonb().$type<ModelLineage>(),
    /** Re-embedding before a switch: texts done and in all, when it began, and what went wrong. */
    embeddedCount: integer().notNull().default(0),
    embedTotal: integer().notNull().default(0),
    embedStartedAt: moment(),
    embedError: text(),
    /** Why it went live or was taken back, in the words of who did it. */
    reason: text(),
    createdAt: createdAt(),
    promotedAt: moment(),
  },
  (table) => [
    uniqueIndex('model_versions_number_unique').on(table.organizationId, table.number),
    uniqueIndex('model_versions_one_live').on(table.organizationId).where(sql`state = 'live'`),
  ],
)

/** One vector per text and model version. Vectors of two model versions are never compared. */
export const embeddings = pgTable(
  'embeddings',
  {
    id: id(),
    organizationId: uuid().notNull().references(() => organizations.id, { onDelete: 'cascade' }),
    modelVersionId: uuid().notNull().references(() => modelVersions.id, { onDelete: 'cascade' }),
    candidateId: uuid().references(() => candidates.id, { onDelete: 'cascade' }),
    jobVersionId: uuid().references(() => jobVersions.id, { onDelete: 'cascade' }),
    sourceHash: text().notNull(),
    isTruncated: boolean().notNull().default(false),
    embedding: vector().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex('embeddings_candidate_unique').on(table.modelVersionId, table.candidateId).where(sql`candidate_id is not null`),
    uniqueIndex('embeddings_job_unique').on(table.modelVersionId, table.jobVersionId).where(sql`job_version_id is not null`),
    index('embeddings_candidate').on(table.candidateId),
  ],
)

/** Windows of a candidate's text, each with its vector; offsets are UTF-16 positions in profiles.text. */
export const passages = pgTable(
  'passages',
  {
    id: id(),
    organizationId: uuid().notNull().references(() => organizations.id, { onDelete: 'cascade' }),
    modelVersionId: uuid().notNull().references(() => modelVersions.id, { onDelete: 'cascade' }),
    candidateId: uuid().notNull().references(() => candidates.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
    startOffset: integer().notNull(),
    endOffset: integer().notNull(),
    embedding: vector().notNull(),
  },
  (table) => [uniqueIndex('passages_position_unique').on(table.modelVersionId, table.candidateId, table.position), index('passages_candidate').on(table.candidateId)],
)

export const TRAINING_STATES = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const
export const TRAINING_PHASES = ['preparing', 'contrastive', 'rankpo', 'evaluating'] as const

export const trainingRuns = pgTable(
  'training_runs',
  {
    id: id(),
    organizationId: uuid().notNull().references(() => organizations.id, { onDelete: 'cascade' }),
    state: text({ enum: TRAINING_STATES }).notNull().default('queued'),
    phase: text({ enum: TRAINING_PHASES }),
    requestedBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    baseModelVersionId: uuid().notNull().references(() => modelVersions.id, { onDelete: 'cascade' }),
    resultModelVersionId: uuid().references(() => modelVersions.id, { onDelete: 'set null' }),
    seed: integer().notNull(),
    /** What it learns from: counted when it starts. */
    data: jsonb().$type<{ pairs: number; heldOutPairs: number; ruleRows: number; droppedPairs: number; jobs: number; candidates: number }>(),
    step: integer().notNull().default(0),
    totalSteps: integer().notNull().default(0),
    secondsPerStep: real(),
    metricsBefore: jsonb().$type<EvaluationMetrics>(),
    metricsAfter: jsonb().$type<EvaluationMetrics>(),
    attempts: integer().notNull().default(0),
    isCancelRequested: boolean().notNull().default(false),
    error: text(),
    heartbeatAt: moment(),
    createdAt: createdAt(),
    startedAt: moment(),
    finishedAt: moment(),
  },
  (table) => [
    uniqueIndex('training_runs_one_at_a_time').on(table.organizationId).where(sql`state in ('queued', 'running')`),
    index('training_runs_organization').on(table.organizationId, table.createdAt),
  ],
)

export const trainingMetrics = pgTable(
  'training_metrics',
  {
    id: id(),
    organizationId: uuid().notNull().references(() => organizations.id, { onDelete: 'cascade' }),
    trainingRunId: uuid().notNull().references(() => trainingRuns.id, { onDelete: 'cascade' }),
    stage: text({ enum: ['contrastive', 'rankpo'] }).notNull(),
    step: integer().notNull(),
    values: jsonb().$type<Record<string, number>>().notNull(),
    createdAt: createdAt(),
  },
  (table) => [uniqueIndex('training_metrics_step_unique').on(table.trainingRunId, table.stage, table.step)],
)
