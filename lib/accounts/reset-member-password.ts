/** An owner gives a person a new temporary password; their sessions end. */
import { requireRole } from '../actor.ts'
import type { Actor } from '../actor.ts'
import { revokeSessions, updateUser } from '../db/queries/accounts.ts'
import { recordAudit } from '../db/queries/audit-events.ts'
import type { Services } from '../services.ts'
import { createTemporaryPassword } from './create-temporary-password.ts'
import { getMemberToChange } from './get-member-to-change.ts'
import { hashPassword } from './hash-password.ts'

export async function resetMemberPassword(services: Services, actor: Actor, { userId }: { userId: string }): Promise<{ temporaryPassword: string }> {
  requireRole(actor, 'owner')
  const { organizationId } = actor
  const temporaryPassword = createTemporaryPassword()
  const passwordHash = await hashPassword(temporaryPassword)
  await services.db.transaction(async (tx) => {
    await getMemberToChange(tx, actor, { userId, keepsOwner: true })
    await updateUser(tx, { organizationId, userId, passwordHash, mustChangePassword: true })
    await revokeSessions(tx, { organizationId, userId })
    await recordAudit(tx, actor, 'member.password_reset', userId)
  })
  return { temporaryPassword }
}
