'use server'
import { cookies } from 'next/headers'
import { z } from 'zod'
import { getSession } from '#lib/auth/get-session.ts'
import { SESSION_COOKIE, cookieOptions } from '#lib/auth/session-cookie.ts'
import { revokeSession } from '#lib/accounts/revoke-session.ts'
import { authedAction } from '../_lib/authed-action.ts'

export const signOutAction = authedAction(z.object({}), 'viewer', async (services, actor) => {
  const session = await getSession(services.db)
  if (session) await revokeSession(services, actor, { sessionId: session.sessionId })
  const jar = await cookies()
  jar.set(SESSION_COOKIE, '', { ...cookieOptions, maxAge: 0 })
})
