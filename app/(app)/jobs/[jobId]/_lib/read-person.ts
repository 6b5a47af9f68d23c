/** Reads one person as the panel of a job shows them. */
import type { Actor } from '#lib/actor.ts'
import { getCandidate } from '#lib/candidates/get-candidate.ts'
import type { Services } from '#lib/services.ts'
import { listShortlist } from '#lib/shortlist/list-shortlist.ts'
import type { ShortlistTarget } from '#lib/validation/shortlist.ts'
import type { PersonView } from './person-view.ts'

export async function readPerson(services: Services, actor: Actor, { jobId, candidateId }: ShortlistTarget): Promise<PersonView> {
  const [candidate, shortlist] = await Promise.all([getCandidate(services, actor, { candidateId }), listShortlist(services, actor, { jobId })])
  const item = shortlist.find((entry) => entry.candidateId === candidateId)
  return {
    candidateId,
    name: candidate.name,
    headline: candidate.headline,
    email: candidate.email,
    phone: candidate.phone,
    location: candidate.location,
    years: candidate.facts.find((fact) => fact.kind === 'years')?.value ?? null,
    addedAt: candidate.createdAt.toISOString(),
    text: candidate.text,
    documents: candidate.documents.map(({ id, fileName }) => ({ id, fileName })),
    entry: item ? { stage: item.stage, rejectionReason: item.rejectionReason, note: item.note } : null,
  }
}
