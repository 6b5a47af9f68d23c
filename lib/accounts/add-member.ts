/** An owner adds a person. The temporary password is given back once and kept only as a hash. */
import { requireRole } from '../actor.ts'
import type { Actor } from '../actor.ts'
import { createMembership, createUser } from '../db/queries/accounts.ts'
import { recordAudit } from '../db/queries/audit-events.ts'
import { AppError } from '../errors.ts'
import type { Services } from '../services.ts'
import type { NewMember } from '../validation/accounts.ts'
import { createTemporaryPassword } from './create-temporary-password.ts'
import { hashPassword } from './hash-password.ts'

export async function addMember(services: Services, actor: Actor, { name, email, role }: NewMember): Promise<{ userId: string; temporaryPassword: string }> {
  requireRole(actor, 'owner')
  const temporaryPassword = createTemporaryPassword()
  const passwordHash = await hashPassword(temporaryPassword)
  return services.db.transaction(async (tx) => {
    const user = await createUser(tx, { name, email, passwordHash, mustChangePassword: true })
    if (!user) throw new AppError('conflict', 'e-mail taken', { userMessage: 'This e-mail address is already in use here. Take another.' })
    await createMembership(tx, { organizationId: actor.organizationId, userId: user.id, role })
    await recordAudit(tx, actor, 'member.added', user.id, { role })
    return { userId: user.id, temporaryPassword }
  })
}
