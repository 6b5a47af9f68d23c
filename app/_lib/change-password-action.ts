'use server'
import { changePassword } from '#lib/accounts/change-password.ts'
import { getSession } from '#lib/auth/get-session.ts'
import { AppError } from '#lib/errors.ts'
import { passwordChange } from '#lib/validation/accounts.ts'
import { authedAction } from './authed-action.ts'

export const changePasswordAction = authedAction(passwordChange, 'viewer', async (services, actor, input) => {
  const session = await getSession(services.db)
  if (!session) throw new AppError('unauthenticated', 'no session')
  await changePassword(services, actor, { ...input, sessionId: session.sessionId })
})
