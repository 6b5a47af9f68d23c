/** A person's own account page: where they are signed in. */
import type { Actor } from '../actor.ts'
import { listLiveSessions } from '../db/queries/accounts.ts'
import type { Services } from '../services.ts'
import { liveSessionAt } from './session-lifetime.ts'

export function listOwnSessions(services: Services, actor: Actor) {
  return listLiveSessions(services.db, { organizationId: actor.organizationId, userId: actor.userId, ...liveSessionAt(new Date()) })
}
