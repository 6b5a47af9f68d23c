/** A removal from the shortlist that can be undone: it tells the place, stage, reason and note that were given up, and takes them back. */
import { z } from 'zod'
import type { Actor } from '#lib/actor.ts'
import type { Services } from '#lib/services.ts'
import { addToShortlist } from '#lib/shortlist/add-to-shortlist.ts'
import { listShortlist } from '#lib/shortlist/list-shortlist.ts'
import { moveInShortlist } from '#lib/shortlist/move-in-shortlist.ts'
import { removeFromShortlist } from '#lib/shortlist/remove-from-shortlist.ts'
import { updateShortlistEntry } from '#lib/shortlist/update-shortlist-entry.ts'
import { rejectionReason, shortlistStage, shortlistTarget } from '#lib/validation/shortlist.ts'
import type { ShortlistTarget } from '#lib/validation/shortlist.ts'

export const shortlistPlace = shortlistTarget.extend({ stage: shortlistStage, rejectionReason: rejectionReason.nullable(), note: z.string(), beforeCandidateId: z.uuid().nullable() })
export type ShortlistPlace = z.infer<typeof shortlistPlace>

export async function removeKeepingPlace(services: Services, actor: Actor, { jobId, candidateId }: ShortlistTarget): Promise<Omit<ShortlistPlace, 'jobId' | 'candidateId'>> {
  const items = await listShortlist(services, actor, { jobId })
  const index = items.findIndex((item) => item.candidateId === candidateId)
  await removeFromShortlist(services, actor, { jobId, candidateId })
  return { stage: items[index]?.stage ?? 'shortlisted', rejectionReason: items[index]?.rejectionReason ?? null, note: items[index]?.note ?? '', beforeCandidateId: (index < 0 ? null : items[index + 1]?.candidateId) ?? null }
}

export async function restoreToShortlist(services: Services, actor: Actor, { jobId, candidateId, stage, rejectionReason: reason, note, beforeCandidateId }: ShortlistPlace): Promise<void> {
  await addToShortlist(services, actor, { jobId, candidateId })
  await updateShortlistEntry(services, actor, { jobId, candidateId, stage, note, ...(reason && { rejectionReason: reason }) })
  // The neighbour may have left meanwhile: then the end of the list is the place.
  const items = await listShortlist(services, actor, { jobId })
  const before = items.some((item) => item.candidateId === beforeCandidateId) ? beforeCandidateId : null
  await moveInShortlist(services, actor, { jobId, candidateId, beforeCandidateId: before })
}
