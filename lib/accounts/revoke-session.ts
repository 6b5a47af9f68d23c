/** Ends one of a person's own sessions; whoever uses it is signed out with their next request. */
import type { Actor } from '../actor.ts'
import { revokeSessions } from '../db/queries/accounts.ts'
import { recordAudit } from '../db/queries/audit-events.ts'
import { AppError } from '../errors.ts'
import type { Services } from '../services.ts'

export async function revokeSession(services: Services, actor: Actor, { sessionId }: { sessionId: string }): Promise<void> {
  await services.db.transaction(async (tx) => {
    const count = await revokeSessions(tx, { organizationId: actor.organizationId, userId: actor.userId, only: sessionId })
    if (count === 0) throw new AppError('not_found', `session ${sessionId} is not a live one of ${actor.userId}`, { userMessage: 'This sign-in has already ended.' })
    await recordAudit(tx, actor, 'session.revoked', sessionId)
  })
}
