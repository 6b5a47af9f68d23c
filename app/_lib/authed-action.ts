/** Makes every server action: session, role, parse, run, and an outcome that is safe to show. */
import { unstable_rethrow } from 'next/navigation'
import type { z } from 'zod'
import type { Actor, Role } from '#lib/actor.ts'
import type { Services } from '#lib/services.ts'
import type { ActionResult } from './action-result.ts'
import { describeError } from './describe-error.ts'
import { requireSession } from './require-session.ts'
import type { SessionNeeds } from './require-session.ts'
import { getServices } from './services.ts'

export function authedAction<S extends z.ZodType, O>(schema: S, leastRole: Role, run: (services: Services, actor: Actor, input: z.output<S>) => Promise<O>, needs: Omit<SessionNeeds, 'leastRole'> = {}): (input: z.input<S>) => Promise<ActionResult<O>> {
  return async (input) => {
    try {
      const services = await getServices()
      const { actor } = await requireSession(services.db, { ...needs, leastRole })
      return { ok: true, data: await run(services, actor, await schema.parseAsync(input)) }
    } catch (error) {
      unstable_rethrow(error)
      return { ok: false, error: describeError(error) }
    }
  }
}
