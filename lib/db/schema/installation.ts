/** What is remembered of this installation as a whole; it belongs to no organisation and holds no customer data. */
import { jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { createdAt } from './columns.ts'

export const installationNotes = pgTable('installation_notes', {
  name: text().primaryKey(),
  value: jsonb().$type<Record<string, unknown>>().notNull().default({}),
  createdAt: createdAt(),
})
