'use server'
import type { Actor } from '#lib/actor.ts'
import { changePassword } from '#lib/accounts/change-password.ts'
import type { Services } from '#lib/services.ts'
import { passwordChange } from '#lib/validation/accounts.ts'
import type { PasswordChange } from '#lib/validation/accounts.ts'
import { authedAction } from './authed-action.ts'
import { requireSession } from './require-session.ts'

const needs = { allowsTemporaryPassword: true }

export const changePasswordAction = authedAction(passwordChange, 'viewer', changeOwnPassword, needs)

async function changeOwnPassword(services: Services, actor: Actor, input: PasswordChange): Promise<void> {
  const { sessionId } = await requireSession(services.db, { leastRole: 'viewer', ...needs })
  await changePassword(services, actor, { ...input, sessionId })
}
