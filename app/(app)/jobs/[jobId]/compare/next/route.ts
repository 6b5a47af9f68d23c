import { z } from 'zod'
import { askComparison } from '#lib/preferences/ask-comparison.ts'
import { authedRoute } from '../../../../../_lib/authed-route.ts'

const request = z.object({ jobId: z.uuid(), besidesPairId: z.uuid().optional() })

/** POST because asking writes: the pair and its sides are recorded before anybody sees them. */
export const POST = authedRoute(request, 'recruiter', async (services, actor, { jobId, besidesPairId }) => ({ comparison: await askComparison(services, actor, { jobId, besidesPairId }) }))
