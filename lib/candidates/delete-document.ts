/** Removes a file that needs review or is a duplicate, with its bytes. The files of a candidate go with the candidate. */
import { requireRole } from '../actor.ts'
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import { recordAudit } from '../db/queries/audit-events.ts'
import { deleteDocuments, lockDocument } from '../db/queries/documents.ts'
import { AppError } from '../errors.ts'
import type { Services } from '../services.ts'
import type { DocumentTarget } from '../validation/candidates.ts'
import { documentNotFound } from './not-found.ts'

export async function deleteDocument({ db }: Services, actor: Actor, { documentId }: DocumentTarget): Promise<void> {
  requireRole(actor, 'recruiter')
  const { organizationId } = actor
  await withOrganization(db, organizationId, async (tx) => {
    const document = await lockDocument(tx, { organizationId, documentId })
    if (!document) throw documentNotFound(actor, documentId)
    if (document.state !== 'needs_review' && document.state !== 'duplicate') throw new AppError('conflict', `document ${documentId} is ${document.state}`, { userMessage: 'Only a file that needs review or is a duplicate can be removed alone.' })
    await deleteDocuments(tx, { organizationId, documentId })
    await recordAudit(tx, actor, 'document.deleted', documentId)
  })
}
