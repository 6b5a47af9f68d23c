/** Changes the stage, the reason of a rejection or the note of a candidate on a job's shortlist. */
import { requireRole } from '../actor.ts'
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import { recordAudit } from '../db/queries/audit-events.ts'
import { updateShortlistEntryRow } from '../db/queries/shortlist-entries.ts'
import { AppError } from '../errors.ts'
import type { Services } from '../services.ts'
import { shortlistChange } from '../validation/shortlist.ts'
import type { ShortlistChange } from '../validation/shortlist.ts'
import { lockShortlist, notOnShortlist } from './lock-shortlist.ts'

export async function updateShortlistEntry({ db }: Services, actor: Actor, input: ShortlistChange): Promise<void> {
  requireRole(actor, 'recruiter')
  const parsed = shortlistChange.safeParse(input)
  if (!parsed.success) throw new AppError('invalid_input', parsed.error.issues[0]!.message)
  const { jobId, candidateId, stage, rejectionReason, note } = parsed.data
  const { organizationId } = actor
  await withOrganization(db, organizationId, async (tx) => {
    await lockShortlist(tx, { organizationId, jobId })
    const stageNow = await updateShortlistEntryRow(tx, { organizationId, jobId, candidateId, stage, rejectionReason, note: note?.replaceAll('\0', '') })
    if (stageNow === null) throw notOnShortlist(candidateId)
    if (rejectionReason && stageNow !== 'rejected') throw new AppError('conflict', 'Only a rejection has a reason: this person is in another stage by now. Reload the page.')
    if (stage || rejectionReason !== undefined) await recordAudit(tx, actor, 'shortlist.stage_changed', candidateId, { jobId, stage: stageNow, ...(rejectionReason !== undefined && { rejectionReason }) })
  })
}
