/** Puts a candidate at the end of a job's shortlist; one who is there already stays where they are. */
import { requireRole } from '../actor.ts'
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import { recordAudit } from '../db/queries/audit-events.ts'
import { createShortlistEntry, hasCandidate, listShortlistedIds } from '../db/queries/shortlist-entries.ts'
import { AppError } from '../errors.ts'
import type { Services } from '../services.ts'
import type { ShortlistTarget } from '../validation/shortlist.ts'
import { lockShortlist } from './lock-shortlist.ts'

export async function addToShortlist({ db }: Services, actor: Actor, { jobId, candidateId }: ShortlistTarget): Promise<void> {
  requireRole(actor, 'recruiter')
  const { organizationId, userId } = actor
  await withOrganization(db, organizationId, async (tx) => {
    await lockShortlist(tx, { organizationId, jobId })
    if (!(await hasCandidate(tx, { organizationId, candidateId }))) throw new AppError('not_found', `candidate ${candidateId} is not in organisation ${organizationId}`, { userMessage: 'This person does not exist.' })
    const position = (await listShortlistedIds(tx, { organizationId, jobId })).length
    const isNew = await createShortlistEntry(tx, { organizationId, jobId, candidateId, position, addedBy: userId })
    if (isNew) await recordAudit(tx, actor, 'shortlist.added', candidateId, { jobId })
  })
}
