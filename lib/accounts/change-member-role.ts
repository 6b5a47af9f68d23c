/** An owner changes what a person may do; it counts from their next request on. */
import { requireRole } from '../actor.ts'
import type { Actor, Role } from '../actor.ts'
import { updateMemberRole } from '../db/queries/accounts.ts'
import { recordAudit } from '../db/queries/audit-events.ts'
import type { Services } from '../services.ts'
import { getMemberToChange } from './get-member-to-change.ts'

export async function changeMemberRole(services: Services, actor: Actor, { userId, role }: { userId: string; role: Role }): Promise<void> {
  requireRole(actor, 'owner')
  await services.db.transaction(async (tx) => {
    const member = await getMemberToChange(tx, actor, { userId, keepsOwner: role === 'owner' })
    if (member.role === role) return
    await updateMemberRole(tx, { organizationId: actor.organizationId, userId, role })
    await recordAudit(tx, actor, 'member.role_changed', userId, { from: member.role, to: role })
  })
}
