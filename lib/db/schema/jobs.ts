/** Vacancies and the versions of their text. */
import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { organizations, users } from './accounts.ts'
import { createdAt, id, moment } from './columns.ts'

export interface Requirement {
  id: string
  text: string
  level: 'must' | 'nice'
  /** Where in the job text it was read, or null when a person wrote it. */
  span: { start: number; end: number } | null
}

export const jobs = pgTable(
  'jobs',
  {
    id: id(),
    organizationId: uuid().notNull().references(() => organizations.id, { onDelete: 'cascade' }),
    status: text({ enum: ['open', 'closed'] }).notNull().default('open'),
    createdBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    closedAt: moment(),
  },
  (table) => [index('jobs_organization').on(table.organizationId, table.createdAt)],
)

export const jobVersions = pgTable(
  'job_versions',
  {
    id: id(),
    organizationId: uuid().notNull().references(() => organizations.id, { onDelete: 'cascade' }),
    jobId: uuid().notNull().references(() => jobs.id, { onDelete: 'cascade' }),
    number: integer().notNull(),
    title: text().notNull(),
    location: text(),
    text: text().notNull(),
    textHash: text().notNull(),
    requirements: jsonb().$type<Requirement[]>().notNull().default([]),
    createdBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
  },
  (table) => [uniqueIndex('job_versions_number_unique').on(table.jobId, table.number)],
)
