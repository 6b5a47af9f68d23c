/** The record of who did what; written in the transaction of the deed. */
import { desc, eq } from 'drizzle-orm'
import type { Actor } from '../../actor.ts'
import type { Database } from '../client.ts'
import { auditEvents } from '../schema/matching.ts'

export async function recordAudit(db: Database, actor: Pick<Actor, 'organizationId' | 'userId'>, action: string, subjectId: string | null, details: Record<string, unknown> = {}): Promise<void> {
  await db.insert(auditEvents).values({ organizationId: actor.organizationId, actorId: actor.userId, action, subjectId, details })
}

export function listAuditEvents(db: Database, { organizationId, limit }: { organizationId: string; limit: number }) {
  return db
    .select({ id: auditEvents.id, actorId: auditEvents.actorId, action: auditEvents.action, subjectId: auditEvents.subjectId, details: auditEvents.details, createdAt: auditEvents.createdAt })
    .from(auditEvents)
    .where(eq(auditEvents.organizationId, organizationId))
    .orderBy(desc(auditEvents.createdAt))
    .limit(limit)
}
