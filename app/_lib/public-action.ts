/** Makes the few server actions that nobody has to be signed in for. */
import { unstable_rethrow } from 'next/navigation'
import type { z } from 'zod'
import type { Database } from '#lib/db/client.ts'
import type { ActionResult } from './action-result.ts'
import { describeError } from './describe-error.ts'
import { getServices } from './services.ts'

export function publicAction<S extends z.ZodType, O>(schema: S, run: (db: Database, input: z.output<S>) => Promise<O>): (input: z.input<S>) => Promise<ActionResult<O>> {
  return async (input) => {
    try {
      const { db } = await getServices()
      return { ok: true, data: await run(db, await schema.parseAsync(input)) }
    } catch (error) {
      unstable_rethrow(error)
      return { ok: false, error: describeError(error) }
    }
  }
}
