/** Takes in one drop of files; a worker reads them. More files of the same drop follow through addToUpload. */
import { requireRole } from '../actor.ts'
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import { recordAudit } from '../db/queries/audit-events.ts'
import { createUploadRow } from '../db/queries/documents.ts'
import type { Services } from '../services.ts'
import { checkFileCount, storeFiles } from './store-files.ts'
import type { UploadFile } from './store-files.ts'

export async function createUpload({ db, queue }: Services, actor: Actor, { files }: { files: readonly UploadFile[] }): Promise<{ uploadId: string; documentIds: string[] }> {
  requireRole(actor, 'recruiter')
  checkFileCount(files)
  const { organizationId, userId } = actor
  return withOrganization(db, organizationId, async (tx) => {
    const { id: uploadId } = await createUploadRow(tx, { organizationId, createdBy: userId })
    const documentIds = await storeFiles(tx, queue, { organizationId, uploadId, files })
    await recordAudit(tx, actor, 'upload.created', uploadId)
    return { uploadId, documentIds }
  })
}
