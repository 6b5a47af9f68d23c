/** Reads a file again that could not be read. */
import { requireRole } from '../actor.ts'
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import { findDocumentBytes, lockDocument, updateDocument } from '../db/queries/documents.ts'
import { AppError } from '../errors.ts'
import type { Services } from '../services.ts'
import type { DocumentTarget } from '../validation/candidates.ts'
import { documentNotFound } from './not-found.ts'

export async function retryDocument({ db, queue }: Services, actor: Actor, { documentId }: DocumentTarget): Promise<void> {
  requireRole(actor, 'recruiter')
  const { organizationId } = actor
  await withOrganization(db, organizationId, async (tx) => {
    const document = await lockDocument(tx, { organizationId, documentId })
    if (!document) throw documentNotFound(actor, documentId)
    if (document.state !== 'needs_review') return
    if (!(await findDocumentBytes(tx, { organizationId, documentId }))) throw new AppError('conflict', `${document.fileName} was not kept, so it cannot be read again. Upload it again.`)
    await updateDocument(tx, { organizationId, documentId, state: 'queued', reason: null, rowsDone: null, rowsTotal: null, rowsAdded: null, rowsKnown: null, rowErrors: null })
    await queue.enqueue(tx, 'extract-document', { organizationId, documentId })
  })
}
