import { z } from 'zod'
import { authedRoute } from '../../../_lib/authed-route.ts'
import { readTrainingStatus } from '../_lib/training-status.ts'

export const GET = authedRoute(z.object({ run: z.uuid().optional() }), 'viewer', readTrainingStatus)
