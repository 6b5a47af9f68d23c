/** The session of the request at hand. The cookie only names it: every request asks the table. */
import { cookies } from 'next/headers'
import { decode } from 'next-auth/jwt'
import { cache } from 'react'
import { z } from 'zod'
import { findSession } from '../accounts/find-session.ts'
import type { Session } from '../accounts/find-session.ts'
import type { Database } from '../db/client.ts'
import { SESSION_COOKIE, authSecret } from './session-cookie.ts'

const token = z.object({ sessionId: z.uuid() })

export const getSession = cache(async (db: Database): Promise<Session | null> => {
  const cookie = (await cookies()).get(SESSION_COOKIE)?.value
  if (!cookie) return null
  const decoded = token.safeParse(await decode({ token: cookie, secret: authSecret() }).catch(() => null))
  return decoded.success ? findSession(db, decoded.data) : null
})
