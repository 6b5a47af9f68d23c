import { z } from 'zod'
import { rankCandidates } from '#lib/matching/rank-candidates.ts'
import { authedRoute } from '../../../../_lib/authed-route.ts'
import { SINCE, rankingFilter } from '../_lib/ranking-filter.ts'
import { PAGE_SIZE, toRankingView } from '../_lib/ranking-view.ts'

const request = z.object({
  jobId: z.uuid(),
  offset: z.coerce.number().int().min(0).max(10_000_000).default(0),
  q: z.string().max(500).default(''),
  shortlisted: z.stringbool().default(false),
  since: z.enum(SINCE).nullable().default(null),
})

export const GET = authedRoute(request, 'viewer', async (services, actor, { jobId, offset, ...search }) =>
  toRankingView(await rankCandidates(services, actor, { jobId, filter: rankingFilter(search, new Date()), limit: PAGE_SIZE, offset })),
)
