/** Makes every server action: session, role, parse, run, and an outcome that is safe to show. */
import { unstable_rethrow } from 'next/navigation'
import type { z } from 'zod'
import { requireRole } from '#lib/actor.ts'
import type { Actor, Role } from '#lib/actor.ts'
import { getSession } from '#lib/auth/get-session.ts'
import { AppError } from '#lib/errors.ts'
import type { Services } from '#lib/services.ts'
import type { ActionResult } from './action-result.ts'
import { describeError } from './describe-error.ts'
import { getServices } from './services.ts'

export function authedAction<S extends z.ZodType, O>(schema: S, leastRole: Role, run: (services: Services, actor: Actor, input: z.output<S>) => Promise<O>): (input: z.input<S>) => Promise<ActionResult<O>> {
  return async (input) => {
    try {
      const services = await getServices()
      const session = await getSession(services.db)
      if (!session) throw new AppError('unauthenticated', 'no session', { userMessage: 'Your sign-in has ended. Sign in again to go on.' })
      requireRole(session.actor, leastRole)
      return { ok: true, data: await run(services, session.actor, await schema.parseAsync(input)) }
    } catch (error) {
      unstable_rethrow(error)
      return { ok: false, error: describeError(error) }
    }
  }
}
