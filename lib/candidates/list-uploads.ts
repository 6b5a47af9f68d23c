/** The newest uploads with the state they are in. */
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import { listUploadRows } from '../db/queries/documents.ts'
import type { Services } from '../services.ts'

export interface UploadSummary {
  uploadId: string
  createdAt: Date
  total: number
  /** Finished in any way: ready, failed or duplicate. */
  done: number
  failed: number
  duplicates: number
  isFinished: boolean
  /** Names the upload for people. */
  firstFileName: string
  finishedAt: Date | null
}

const SHOWN = 20

export async function listUploads({ db }: Services, actor: Actor): Promise<UploadSummary[]> {
  const { organizationId } = actor
  const rows = await withOrganization(db, organizationId, (tx) => listUploadRows(tx, { organizationId, limit: SHOWN }))
  return rows.map((row) => {
    const isFinished = row.done === row.total
    return { ...row, isFinished, finishedAt: isFinished ? row.finishedAt : null }
  })
}
