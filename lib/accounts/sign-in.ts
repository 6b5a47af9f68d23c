/** Checks e-mail and password and opens a session. Knows neither cookies nor pages. */
import type { Database } from '../db/client.ts'
import { recordAudit } from '../db/queries/audit-events.ts'
import { createSession, findSignInAccount } from '../db/queries/accounts.ts'
import { AppError } from '../errors.ts'
import { hashPassword, verifyPassword } from './hash-password.ts'
import { loginLimiter } from './login-limiter.ts'
import { SESSION_ABSOLUTE_MS } from './session-lifetime.ts'

interface SignInInput {
  email: string
  password: string
  address: string
  userAgent: string
}

let decoy: Promise<string> | undefined

export async function signIn(db: Database, { email, password, address, userAgent }: SignInInput): Promise<{ sessionId: string; userId: string }> {
  const limiter = loginLimiter(db)
  await limiter.countAttempt(email, address)
  const account = await findSignInAccount(db, { email })
  // Somebody unknown costs the same time as a wrong password, so that the time tells nothing.
  const isRight = await verifyPassword(account?.passwordHash ?? (await (decoy ??= hashPassword('nobody has this password'))), password)
  if (!account || !isRight || account.isDisabled) throw new AppError('unauthenticated', 'sign-in refused', { userMessage: 'E-mail or password is not right.' })
  await limiter.forgetAttempts(email, address)
  const { userId, organizationId } = account
  return db.transaction(async (tx) => {
    const session = await createSession(tx, { organizationId, userId, userAgent: userAgent.slice(0, 300), expiresAt: new Date(Date.now() + SESSION_ABSOLUTE_MS) })
    await recordAudit(tx, { organizationId, userId }, 'session.started', session.id)
    return { sessionId: session.id, userId }
  })
}
