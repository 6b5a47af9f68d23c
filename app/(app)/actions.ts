'use server'
import { cookies } from 'next/headers'
import { z } from 'zod'
import type { Actor } from '#lib/actor.ts'
import { revokeSession } from '#lib/accounts/revoke-session.ts'
import { SESSION_COOKIE, cookieOptions } from '#lib/auth/session-cookie.ts'
import type { Services } from '#lib/services.ts'
import { authedAction } from '../_lib/authed-action.ts'
import { requireSession } from '../_lib/require-session.ts'

const needs = { allowsTemporaryPassword: true }

export const signOutAction = authedAction(z.object({}), 'viewer', signOut, needs)

async function signOut(services: Services, actor: Actor): Promise<void> {
  const { sessionId } = await requireSession(services.db, { leastRole: 'viewer', ...needs })
  await revokeSession(services, actor, { sessionId })
  const jar = await cookies()
  jar.set(SESSION_COOKIE, '', { ...cookieOptions, maxAge: 0 })
}
