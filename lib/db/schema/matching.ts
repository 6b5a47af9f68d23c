/** What recruiters do with a ranking: shortlists, comparisons, and the record of each list. */
import { boolean, index, integer, jsonb, pgTable, real, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { organizations, users } from './accounts.ts'
import { candidates } from './candidates.ts'
import { createdAt, id, moment } from './columns.ts'
import { jobVersions, jobs } from './jobs.ts'
import { modelVersions } from './models.ts'

export const SHORTLIST_STAGES = ['shortlisted', 'contacted', 'interview', 'offer', 'hired', 'rejected'] as const
export type ShortlistStage = (typeof SHORTLIST_STAGES)[number]

/** Why somebody was rejected. Only some of these speak about fit. */
export const REJECTION_REASONS = ['not_qualified', 'wrong_seniority', 'wrong_location', 'salary', 'withdrew', 'filled', 'other'] as const
export type RejectionReason = (typeof REJECTION_REASONS)[number]

export const shortlistEntries = pgTable(
  'shortlist_entries',
  {
    id: id(),
    organizationId: uuid().notNull().references(() => organizations.id, { onDelete: 'cascade' }),
    jobId: uuid().notNull().references(() => jobs.id, { onDelete: 'cascade' }),
    candidateId: uuid().notNull().references(() => candidates.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
    stage: text({ enum: SHORTLIST_STAGES }).notNull().default('shortlisted'),
    /** Null while the stage is another, and where nobody said why. */
    rejectionReason: text({ enum: REJECTION_REASONS }),
    note: text().notNull().default(''),
    addedBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    updatedAt: moment().notNull().defaultNow(),
  },
  (table) => [uniqueIndex('shortlist_entries_unique').on(table.jobId, table.candidateId)],
)

export const ANSWERS = ['left', 'right', 'tie', 'skip'] as const
export type Answer = (typeof ANSWERS)[number]

/** A question as it was shown, and its answer once given. Sides are drawn when it is asked. */
export const preferencePairs = pgTable(
  'preference_pairs',
  {
    id: id(),
    organizationId: uuid().notNull().references(() => organizations.id, { onDelete: 'cascade' }),
    jobId: uuid().notNull().references(() => jobs.id, { onDelete: 'cascade' }),
    jobVersionId: uuid().notNull().references(() => jobVersions.id, { onDelete: 'cascade' }),
    leftCandidateId: uuid().notNull().references(() => candidates.id, { onDelete: 'cascade' }),
    rightCandidateId: uuid().notNull().references(() => candidates.id, { onDelete: 'cascade' }),
    askedTo: uuid().references(() => users.id, { onDelete: 'set null' }),
    why: text({ enum: ['near_in_rank', 'random'] }).notNull(),
    split: text({ enum: ['train', 'holdout'] }).notNull(),
    isBlind: boolean().notNull(),
    answer: text({ enum: ANSWERS }),
    answeredAt: moment(),
    tookMs: integer(),
    createdAt: createdAt(),
  },
  (table) => [index('preference_pairs_job').on(table.jobId, table.answeredAt), index('preference_pairs_organization').on(table.organizationId, table.answeredAt)],
)

/** What a shown list was made from, so that it can be explained and repeated. */
export const matchRuns = pgTable(
  'match_runs',
  {
    id: id(),
    organizationId: uuid().notNull().references(() => organizations.id, { onDelete: 'cascade' }),
    jobVersionId: uuid().notNull().references(() => jobVersions.id, { onDelete: 'cascade' }),
    modelVersionId: uuid().notNull().references(() => modelVersions.id, { onDelete: 'cascade' }),
    filter: jsonb().$type<Record<string, unknown>>().notNull(),
    isExact: boolean().notNull(),
    candidateCount: integer().notNull(),
    /** When the newest vector in the list was made; null: the list is empty. */
    corpusAt: moment(),
    /** The first places of the list: candidate ids and scores, to say later what moved. */
    top: jsonb().$type<{ candidateId: string; score: number }[]>().notNull(),
    tookMs: real().notNull(),
    createdAt: createdAt(),
  },
  (table) => [index('match_runs_job_version').on(table.jobVersionId, table.createdAt)],
)

/** What an organisation counts as a match; absent: the defaults. */
export const matchingRules = pgTable('matching_rules', {
  organizationId: uuid().primaryKey().references(() => organizations.id, { onDelete: 'cascade' }),
  locationWeight: real().notNull(),
  seniorityWeight: real().notNull(),
  fieldWeight: real().notNull(),
  skillsWeight: real().notNull(),
  positiveThreshold: real().notNull(),
  negativeThreshold: real().notNull(),
  updatedBy: uuid().references(() => users.id, { onDelete: 'set null' }),
  updatedAt: moment().notNull().defaultNow(),
})

export const auditEvents = pgTable(
  'audit_events',
  {
    id: id(),
    organizationId: uuid().notNull().references(() => organizations.id, { onDelete: 'cascade' }),
    actorId: uuid().references(() => users.id, { onDelete: 'set null' }),
    action: text().notNull(),
    subjectId: uuid(),
    details: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    createdAt: createdAt(),
  },
  (table) => [index('audit_events_organization').on(table.organizationId, table.createdAt)],
)
