import { needsSetUp } from '#lib/accounts/set-up-organization.ts'
import { logger } from '#lib/logger.ts'
import { getServices } from '../../_lib/services.ts'

const headers = { 'Cache-Control': 'no-store' }

/** Asks the database a real question: a process that cannot do that serves nobody. */
export async function GET(): Promise<Response> {
  try {
    const { db } = await getServices()
    await needsSetUp(db)
    return Response.json({ status: 'ok' }, { headers })
  } catch (error) {
    logger.warn({ err: error }, 'the database does not answer')
    return Response.json({ status: 'unavailable', reason: 'The database does not answer.' }, { status: 503, headers })
  }
}
