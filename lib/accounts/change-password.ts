/** A person changes their own password; their other sessions end. */
import type { Actor } from '../actor.ts'
import { findMember, revokeSessions, updateUser } from '../db/queries/accounts.ts'
import { recordAudit } from '../db/queries/audit-events.ts'
import { AppError } from '../errors.ts'
import type { Services } from '../services.ts'
import type { PasswordChange } from '../validation/accounts.ts'
import { checkNewPassword } from './check-new-password.ts'
import { hashPassword, verifyPassword } from './hash-password.ts'
import { loginLimiter } from './login-limiter.ts'

export async function changePassword(services: Services, actor: Actor, { currentPassword, newPassword, sessionId }: PasswordChange & { sessionId: string }): Promise<void> {
  const { organizationId, userId } = actor
  const person = await findMember(services.db, { organizationId, userId })
  if (!person) throw new AppError('not_found', `user ${userId} is gone`)
  const limiter = loginLimiter(services.db)
  await limiter.countAttempt(person.email, `password of ${userId}`)
  if (!(await verifyPassword(person.passwordHash, currentPassword))) throw new AppError('invalid_input', 'the current password is wrong', { userMessage: 'The password you have now is not right.' })
  if (newPassword === currentPassword) throw new AppError('invalid_input', 'the new password equals the current one', { userMessage: 'The new password is the same as the one you have now.' })
  checkNewPassword(newPassword, person)
  const passwordHash = await hashPassword(newPassword)
  await services.db.transaction(async (tx) => {
    await updateUser(tx, { organizationId, userId, passwordHash, mustChangePassword: false })
    await revokeSessions(tx, { organizationId, userId, except: sessionId })
    await recordAudit(tx, actor, 'password.changed', userId)
  })
  await limiter.forgetAttempts(person.email, `password of ${userId}`)
}
