/** The files that no candidate could be made of, each with the reason. */
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import { listDocuments } from '../db/queries/documents.ts'
import type { Services } from '../services.ts'
import { documentView } from './document-view.ts'
import type { DocumentView } from './document-view.ts'

export async function listDocumentsNeedingReview({ db }: Services, actor: Actor): Promise<DocumentView[]> {
  const { organizationId } = actor
  const rows = await withOrganization(db, organizationId, (tx) => listDocuments(tx, { organizationId, state: 'needs_review' }))
  return rows.map(documentView)
}
