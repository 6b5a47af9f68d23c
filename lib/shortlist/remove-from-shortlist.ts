/** Takes a candidate off a job's shortlist; the others close the gap. */
import { requireRole } from '../actor.ts'
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import { recordAudit } from '../db/queries/audit-events.ts'
import { deleteShortlistEntry, listShortlistedIds, writeShortlistOrder } from '../db/queries/shortlist-entries.ts'
import type { Services } from '../services.ts'
import type { ShortlistTarget } from '../validation/shortlist.ts'
import { lockShortlist } from './lock-shortlist.ts'

export async function removeFromShortlist({ db }: Services, actor: Actor, { jobId, candidateId }: ShortlistTarget): Promise<void> {
  requireRole(actor, 'recruiter')
  const { organizationId } = actor
  await withOrganization(db, organizationId, async (tx) => {
    await lockShortlist(tx, { organizationId, jobId })
    const removed = await deleteShortlistEntry(tx, { organizationId, jobId, candidateId })
    if (!removed) return
    await writeShortlistOrder(tx, { organizationId, jobId, order: await listShortlistedIds(tx, { organizationId, jobId }) })
    await recordAudit(tx, actor, 'shortlist.removed', candidateId, { jobId, stage: removed.stage })
  })
}
