/** Makes every route handler that needs a person: session, role, parse, run, and JSON or the response that `run` gives. */
import { unstable_rethrow } from 'next/navigation'
import type { NextRequest } from 'next/server'
import type { z } from 'zod'
import type { Actor, Role } from '#lib/actor.ts'
import { AppError, HTTP_STATUS } from '#lib/errors.ts'
import type { Services } from '#lib/services.ts'
import { describeError } from './describe-error.ts'
import { requireSession } from './require-session.ts'
import { getServices } from './services.ts'

type Handler = (request: NextRequest, context: { params: Promise<Record<string, string | string[]>> }) => Promise<Response>

/** The input is the search parameters, the JSON body if there is one, and the parameters of the route, which win. */
export function authedRoute<S extends z.ZodType>(schema: S, leastRole: Role, run: (services: Services, actor: Actor, input: z.output<S>, request: NextRequest) => Promise<unknown>): Handler {
  return async (request, { params }) => {
    try {
      const services = await getServices()
      const { actor } = await requireSession(services.db, { leastRole })
      const input = await schema.parseAsync({ ...Object.fromEntries(request.nextUrl.searchParams), ...(await readJson(request)), ...(await params) })
      const output = await run(services, actor, input, request)
      return output instanceof Response ? output : Response.json(output ?? null, { headers: { 'Cache-Control': 'no-store' } })
    } catch (error) {
      unstable_rethrow(error)
      const described = describeError(error)
      return Response.json({ error: described }, { status: described.code === 'internal' ? 500 : HTTP_STATUS[described.code], headers: { 'Cache-Control': 'no-store' } })
    }
  }
}

async function readJson(request: NextRequest): Promise<object> {
  if (!request.headers.get('content-type')?.startsWith('application/json')) return {}
  try {
    const body: unknown = await request.json()
    return typeof body === 'object' && body !== null ? body : {}
  } catch (cause) {
    throw new AppError('invalid_input', 'The body of the request is not JSON.', { cause })
  }
}
