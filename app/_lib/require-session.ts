/** The session that an action or a route handler runs under, or why there is none. */
import { requireRole } from '#lib/actor.ts'
import type { Role } from '#lib/actor.ts'
import type { Session } from '#lib/accounts/find-session.ts'
import { getSession } from '#lib/auth/get-session.ts'
import type { Database } from '#lib/db/client.ts'
import { AppError } from '#lib/errors.ts'

export interface SessionNeeds {
  leastRole: Role
  /** A password that somebody else knows opens nothing but the way to change it, and the way out. */
  allowsTemporaryPassword?: boolean
}

export async function requireSession(db: Database, { leastRole, allowsTemporaryPassword = false }: SessionNeeds): Promise<Session> {
  const session = await getSession(db)
  if (!session) throw new AppError('unauthenticated', 'no session', { userMessage: 'Your sign-in has ended. Sign in again to go on.' })
  if (session.person.mustChangePassword && !allowsTemporaryPassword) throw new AppError('forbidden', 'the password is still the temporary one', { userMessage: 'Choose your own password first.' })
  requireRole(session.actor, leastRole)
  return session
}
