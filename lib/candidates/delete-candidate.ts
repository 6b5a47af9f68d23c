/** Erases a person: text, facts, vectors, passages, comparisons, shortlist places and every file they came from. What remains is that it was done. */
import { requireRole } from '../actor.ts'
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import { recordAudit } from '../db/queries/audit-events.ts'
import { deleteCandidateRow, listModelsTrainedOn } from '../db/queries/candidates.ts'
import { deleteDocuments } from '../db/queries/documents.ts'
import type { Services } from '../services.ts'
import type { CandidateTarget } from '../validation/candidates.ts'
import { candidateNotFound } from './not-found.ts'

export interface ErasedCandidate {
  documents: number
  /** Numbers of the model versions that learned from comparisons with this person. Their weights keep what they learned; the next training no longer has it. */
  trainedModels: number[]
}

export async function deleteCandidate({ db }: Services, actor: Actor, { candidateId }: CandidateTarget): Promise<ErasedCandidate> {
  requireRole(actor, 'recruiter')
  const { organizationId } = actor
  return withOrganization(db, organizationId, async (tx) => {
    const trainedModels = await listModelsTrainedOn(tx, { organizationId, candidateId })
    const documents = await deleteDocuments(tx, { organizationId, candidateId })
    if (!(await deleteCandidateRow(tx, { organizationId, candidateId }))) throw candidateNotFound(actor, candidateId)
    await recordAudit(tx, actor, 'candidate.deleted', candidateId, { documents, trainedModels })
    return { documents, trainedModels }
  })
}
