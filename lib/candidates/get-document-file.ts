/** The original of an uploaded file, for download only: it is never shown as a page of ours. */
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import { findDocument, findDocumentBytes } from '../db/queries/documents.ts'
import { detectFileType, MEDIA_TYPES } from '../documents/detect-file-type.ts'
import { AppError } from '../errors.ts'
import type { Services } from '../services.ts'
import type { DocumentTarget } from '../validation/candidates.ts'
import { documentNotFound } from './not-found.ts'

export async function getDocumentFile({ db }: Services, actor: Actor, { documentId }: DocumentTarget): Promise<{ fileName: string; bytes: Uint8Array; mediaType: string }> {
  const { organizationId } = actor
  const { document, bytes } = await withOrganization(db, organizationId, async (tx) => ({
    document: await findDocument(tx, { organizationId, documentId }),
    bytes: await findDocumentBytes(tx, { organizationId, documentId }),
  }))
  if (!document) throw documentNotFound(actor, documentId)
  if (!bytes) throw new AppError('not_found', `document ${documentId} has no bytes`, { userMessage: 'The original of this file is not kept.' })
  return { fileName: document.fileName, bytes, mediaType: MEDIA_TYPES[detectFileType(bytes)] }
}
