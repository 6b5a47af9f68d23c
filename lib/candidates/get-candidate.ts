/** One person: text, facts with the places they were read from, and files. */
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import { findCandidateDetail } from '../db/queries/candidates.ts'
import { listDocuments } from '../db/queries/documents.ts'
import type { Fact } from '../db/schema/candidates.ts'
import type { Services } from '../services.ts'
import type { CandidateTarget } from '../validation/candidates.ts'
import { documentView } from './document-view.ts'
import type { DocumentView } from './document-view.ts'
import type { CandidateSummary } from './list-candidates.ts'
import { candidateNotFound } from './not-found.ts'

export interface CandidateDetail extends CandidateSummary {
  externalId: string | null
  text: string
  facts: Fact[]
  documents: DocumentView[]
}

export async function getCandidate({ db }: Services, actor: Actor, { candidateId }: CandidateTarget): Promise<CandidateDetail> {
  const { organizationId } = actor
  return withOrganization(db, organizationId, async (tx) => {
    const candidate = await findCandidateDetail(tx, { organizationId, candidateId })
    if (!candidate) throw candidateNotFound(actor, candidateId)
    return { ...candidate, documents: (await listDocuments(tx, { organizationId, candidateId })).map(documentView) }
  })
}
