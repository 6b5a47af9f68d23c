/** An owner shuts a person out, or lets them in again. Shut out, their sessions end at once. */
import { requireRole } from '../actor.ts'
import type { Actor } from '../actor.ts'
import { revokeSessions, updateUser } from '../db/queries/accounts.ts'
import { recordAudit } from '../db/queries/audit-events.ts'
import type { Services } from '../services.ts'
import { getMemberToChange } from './get-member-to-change.ts'

export async function setMemberDisabled(services: Services, actor: Actor, { userId, isDisabled }: { userId: string; isDisabled: boolean }): Promise<void> {
  requireRole(actor, 'owner')
  const { organizationId } = actor
  await services.db.transaction(async (tx) => {
    await getMemberToChange(tx, actor, { userId, keepsOwner: !isDisabled })
    await updateUser(tx, { organizationId, userId, isDisabled })
    if (isDisabled) await revokeSessions(tx, { organizationId, userId })
    await recordAudit(tx, actor, isDisabled ? 'member.disabled' : 'member.enabled', userId)
  })
}
