/** The shortlist of a job in its order. */
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import { findRankedJob } from '../db/queries/match-runs.ts'
import { listShortlistEntries } from '../db/queries/shortlist-entries.ts'
import type { RejectionReason, ShortlistStage } from '../db/schema/matching.ts'
import { AppError } from '../errors.ts'
import type { Services } from '../services.ts'

export interface ShortlistItem {
  candidateId: string
  position: number
  stage: ShortlistStage
  rejectionReason: RejectionReason | null
  note: string
  name: string | null
  headline: string | null
  location: string | null
  addedByName: string | null
  addedAt: Date
  updatedAt: Date
}

export async function listShortlist({ db }: Services, { organizationId }: Actor, { jobId }: { jobId: string }): Promise<ShortlistItem[]> {
  return withOrganization(db, organizationId, async (tx) => {
    if (!(await findRankedJob(tx, { organizationId, jobId }))) throw new AppError('not_found', `job ${jobId} is not in organisation ${organizationId}`, { userMessage: 'This job does not exist.' })
    // Erasing a person leaves a gap in the stored positions; the place in the list has none.
    return (await listShortlistEntries(tx, { organizationId, jobId })).map((entry, position) => ({ ...entry, position }))
  })
}
