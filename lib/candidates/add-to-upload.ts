/** Takes in more files of a drop that was begun with createUpload. */
import { requireRole } from '../actor.ts'
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import { findUpload } from '../db/queries/documents.ts'
import type { Services } from '../services.ts'
import { uploadNotFound } from './not-found.ts'
import { checkFileCount, storeFiles } from './store-files.ts'
import type { UploadFile } from './store-files.ts'

export async function addToUpload({ db, queue }: Services, actor: Actor, { uploadId, files }: { uploadId: string; files: readonly UploadFile[] }): Promise<{ documentIds: string[] }> {
  requireRole(actor, 'recruiter')
  checkFileCount(files)
  const { organizationId } = actor
  return withOrganization(db, organizationId, async (tx) => {
    if (!(await findUpload(tx, { organizationId, uploadId }))) throw uploadNotFound(actor, uploadId)
    return { documentIds: await storeFiles(tx, queue, { organizationId, uploadId, files }) }
  })
}
