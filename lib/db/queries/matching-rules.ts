/** The one row of what an organisation counts as a match. */
import { eq, sql } from 'drizzle-orm'
import type { Database, Transaction } from '../client.ts'
import { users } from '../schema/accounts.ts'
import { matchingRules } from '../schema/matching.ts'

interface InOrganization {
  organizationId: string
}

export type MatchingRulesValues = Omit<typeof matchingRules.$inferInsert, 'organizationId' | 'updatedBy' | 'updatedAt'>

/** Null: the organisation never changed them. */
export async function findMatchingRules(db: Database, { organizationId }: InOrganization) {
  const [row] = await db
    .select({
      locationWeight: matchingRules.locationWeight, seniorityWeight: matchingRules.seniorityWeight, fieldWeight: matchingRules.fieldWeight, skillsWeight: matchingRules.skillsWeight,
      positiveThreshold: matchingRules.positiveThreshold, negativeThreshold: matchingRules.negativeThreshold, updatedAt: matchingRules.updatedAt, updatedByName: users.name,
    })
    .from(matchingRules)
    .leftJoin(users, eq(users.id, matchingRules.updatedBy))
    .where(eq(matchingRules.organizationId, organizationId))
  return row ?? null
}

/** Writes them only when nobody else did since `seenAt` (null: they were never changed); says whether it did. */
export async function saveMatchingRules(tx: Transaction, { organizationId, updatedBy, seenAt, values }: InOrganization & { updatedBy: string; seenAt: Date | null; values: MatchingRulesValues }): Promise<boolean> {
  const written = { ...values, updatedBy, updatedAt: sql`clock_timestamp()` }
  const rows = seenAt === null
    ? await tx.insert(matchingRules).values({ organizationId, ...written }).onConflictDoNothing().returning({ at: matchingRules.updatedAt })
    : await tx
        .update(matchingRules)
        .set(written)
        // A Date holds milliseconds, the column microseconds.
        .where(sql`${matchingRules.organizationId} = ${organizationId} and date_trunc('milliseconds', ${matchingRules.updatedAt}) = ${seenAt.toISOString()}::timestamptz`)
        .returning({ at: matchingRules.updatedAt })
  return rows.length > 0
}
