/** What every page behind the sign-in starts with: the services and who is asking. */
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import type { Actor } from '#lib/actor.ts'
import { getSession } from '#lib/auth/get-session.ts'
import type { Session } from '#lib/accounts/find-session.ts'
import type { Services } from '#lib/services.ts'
import { getServices } from './services.ts'

export interface PageContext extends Pick<Session, 'person' | 'organization' | 'sessionId'> {
  services: Services
  actor: Actor
}

export const requireActor = cache(async (): Promise<PageContext> => {
  const services = await getServices()
  const session = await getSession(services.db)
  if (!session) {
    const path = (await headers()).get('x-rankwell-path') ?? '/'
    redirect(path === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(path)}`)
  }
  return { services, ...session }
})
