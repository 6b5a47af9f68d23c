/** People, and the files and imports that they came from. */
import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { sql } from 'drizzle-orm'
import { organizations, users } from './accounts.ts'
import { bytes, createdAt, id, moment } from './columns.ts'

/** A fact read from the text, with the place it was read from. */
export interface Fact {
  kind: 'name' | 'email' | 'phone' | 'location' | 'headline' | 'years'
  value: string
  span: { start: number; end: number }
}

export const candidates = pgTable(
  'candidates',
  {
    id: id(),
    organizationId: uuid().notNull().references(() => organizations.id, { onDelete: 'cascade' }),
    name: text(),
    headline: text(),
    email: text(),
    phone: text(),
    location: text(),
    externalId: text(),
    origin: text({ enum: ['upload', 'import', 'demo'] }).notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    index('candidates_organization').on(table.organizationId, table.createdAt),
    uniqueIndex('candidates_external_unique').on(table.organizationId, table.externalId).where(sql`external_id is not null`),
  ],
)

/** What is known of a candidate: the text that is matched and the facts read from it. */
export const profiles = pgTable(
  'profiles',
  {
    candidateId: uuid().primaryKey().references(() => candidates.id, { onDelete: 'cascade' }),
    organizationId: uuid().notNull().references(() => organizations.id, { onDelete: 'cascade' }),
    text: text().notNull(),
    textHash: text().notNull(),
    facts: jsonb().$type<Fact[]>().notNull().default([]),
    createdAt: createdAt(),
  },
  (table) => [uniqueIndex('profiles_text_unique').on(table.organizationId, table.textHash)],
)

/** One drop of files or one import file; its progress is the count of its documents' states. */
export const uploads = pgTable(
  'uploads',
  {
    id: id(),
    organizationId: uuid().notNull().references(() => organizations.id, { onDelete: 'cascade' }),
    createdBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
  },
  (table) => [index('uploads_organization').on(table.organizationId, table.createdAt)],
)

export const DOCUMENT_STATES = ['queued', 'reading', 'ready', 'needs_review', 'duplicate'] as const

export const documents = pgTable(
  'documents',
  {
    id: id(),
    organizationId: uuid().notNull().references(() => organizations.id, { onDelete: 'cascade' }),
    uploadId: uuid().notNull().references(() => uploads.id, { onDelete: 'cascade' }),
    candidateId: uuid().references(() => candidates.id, { onDelete: 'set null' }),
    fileName: text().notNull(),
    kind: text({ enum: ['resume', 'table'] }).notNull(),
    sizeBytes: integer().notNull(),
    sha256: text().notNull(),
    state: text({ enum: DOCUMENT_STATES }).notNull().default('queued'),
    /** Why it needs review, or what it duplicates: one sentence for people. */
    reason: text(),
    /** Rows of an import file read so far and in all; null for a résumé. */
    rowsDone: integer(),
    rowsTotal: integer(),
    /** Of the rows done: people added, and people who were here already. */
    rowsAdded: integer(),
    rowsKnown: integer(),
    rowErrors: jsonb().$type<{ line: number; message: string }[]>(),
    createdAt: createdAt(),
    finishedAt: moment(),
  },
  (table) => [
    index('documents_upload').on(table.uploadId),
    index('documents_state').on(table.organizationId, table.state),
    index('documents_hash').on(table.organizationId, table.sha256),
  ],
)

/** The bytes of a document, apart from its row so that lists stay light. */
export const documentContents = pgTable('document_contents', {
  documentId: uuid().primaryKey().references(() => documents.id, { onDelete: 'cascade' }),
  organizationId: uuid().notNull().references(() => organizations.id, { onDelete: 'cascade' }),
  bytes: bytes().notNull(),
})
