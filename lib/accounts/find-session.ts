/** Who a session belongs to at this moment, or nobody: ended, expired, left idle, or its person disabled. */
import type { Actor } from '../actor.ts'
import type { Database } from '../db/client.ts'
import { findLiveSession, touchSession } from '../db/queries/accounts.ts'
import { liveSessionAt } from './session-lifetime.ts'

export interface Session {
  sessionId: string
  actor: Actor
  person: { name: string; email: string; mustChangePassword: boolean }
  organization: { name: string; isDemo: boolean; hidesNames: boolean }
}

/** A session is written at most this often, not at each request. */
const TOUCH_AFTER_MS = 60_000

export async function findSession(db: Database, { sessionId, now = new Date() }: { sessionId: string; now?: Date }): Promise<Session | null> {
  const row = await findLiveSession(db, { sessionId, ...liveSessionAt(now) })
  if (!row) return null
  if (now.getTime() - row.lastSeenAt.getTime() > TOUCH_AFTER_MS) await touchSession(db, { sessionId, now })
  return {
    sessionId,
    actor: { userId: row.userId, organizationId: row.organizationId, role: row.role },
    person: { name: row.personName, email: row.email, mustChangePassword: row.mustChangePassword },
    organization: { name: row.organizationName, isDemo: row.isDemo, hidesNames: row.hidesNames },
  }
}
