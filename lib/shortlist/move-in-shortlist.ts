/** Moves a candidate before another one on a job's shortlist, or to its end. */
import { requireRole } from '../actor.ts'
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import { listShortlistedIds, writeShortlistOrder } from '../db/queries/shortlist-entries.ts'
import type { Services } from '../services.ts'
import type { ShortlistMove } from '../validation/shortlist.ts'
import { lockShortlist, notOnShortlist } from './lock-shortlist.ts'

export async function moveInShortlist({ db }: Services, actor: Actor, { jobId, candidateId, beforeCandidateId }: ShortlistMove): Promise<void> {
  requireRole(actor, 'recruiter')
  const { organizationId } = actor
  await withOrganization(db, organizationId, async (tx) => {
    await lockShortlist(tx, { organizationId, jobId })
    const order = await listShortlistedIds(tx, { organizationId, jobId })
    if (!order.includes(candidateId)) throw notOnShortlist(candidateId)
    if (beforeCandidateId === candidateId) return
    const others = order.filter((id) => id !== candidateId)
    const index = beforeCandidateId === null ? others.length : others.indexOf(beforeCandidateId)
    if (index < 0) throw notOnShortlist(beforeCandidateId!)
    await writeShortlistOrder(tx, { organizationId, jobId, order: others.toSpliced(index, 0, candidateId) })
  })
}
