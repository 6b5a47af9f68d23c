/** What a ranking may be asked for. Safe in the browser. */
import { z } from 'zod'
import { shortlistStage } from './shortlist.ts'

export const rankingFilter = z.object({
  query: z.string().trim().max(500).optional(),
  isShortlisted: z.boolean().optional(),
  since: z.coerce.date().optional(),
  needsStage: shortlistStage.optional(),
})

export const rankingRequest = z.object({
  jobId: z.uuid(),
  filter: rankingFilter.default({}),
  limit: z.number().int().min(1).max(500).default(100),
  offset: z.number().int().min(0).max(10_000_000).default(0),
})

export type RankingFilter = z.infer<typeof rankingFilter>
