/** Who may do what: people, organisations, sign-in sessions. */
import { boolean, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { ROLES } from '../../actor.ts'
import { createdAt, id, moment } from './columns.ts'

export const organizations = pgTable('organizations', {
  id: id(),
  name: text().notNull(),
  isDemo: boolean().notNull().default(false),
  hidesNames: boolean().notNull().default(true),
  createdAt: createdAt(),
})

export const users = pgTable(
  'users',
  {
    id: id(),
    name: text().notNull(),
    email: text().notNull(),
    passwordHash: text().notNull(),
    isDisabled: boolean().notNull().default(false),
    /** Somebody else knows the password: it was given out and not changed yet. */
    mustChangePassword: boolean().notNull().default(false),
    createdAt: createdAt(),
  },
  (table) => [uniqueIndex('users_email_unique').on(table.email)],
)

export const memberships = pgTable(
  'memberships',
  {
    organizationId: uuid().notNull().references(() => organizations.id, { onDelete: 'cascade' }),
    userId: uuid().notNull().references(() => users.id, { onDelete: 'cascade' }),
    role: text({ enum: ROLES }).notNull(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.userId] }), index('memberships_user').on(table.userId)],
)

export const sessions = pgTable(
  'sessions',
  {
    id: id(),
    organizationId: uuid().notNull().references(() => organizations.id, { onDelete: 'cascade' }),
    userId: uuid().notNull().references(() => users.id, { onDelete: 'cascade' }),
    userAgent: text().notNull().default(''),
    createdAt: createdAt(),
    lastSeenAt: moment().notNull().defaultNow(),
    expiresAt: moment().notNull(),
    revokedAt: moment(),
  },
  (table) => [index('sessions_user').on(table.userId)],
)

/** How often something was tried lately, by a hashed key; the shape is that of rate-limiter-flexible. */
export const rateLimits = pgTable('rate_limits', {
  key: text().primaryKey(),
  points: integer().notNull(),
  expire: moment(),
})
