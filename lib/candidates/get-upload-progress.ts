/** How far an upload is: files, and the vectors that follow from them. */
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import { findUpload, listDocuments } from '../db/queries/documents.ts'
import { countVectorCoverage, findLiveModelVersion } from '../db/queries/model-versions.ts'
import type { Services } from '../services.ts'
import type { UploadTarget } from '../validation/candidates.ts'
import { documentView } from './document-view.ts'
import type { DocumentView } from './document-view.ts'
import { estimateSecondsLeft } from './estimate-seconds-left.ts'
import { uploadNotFound } from './not-found.ts'

export interface UploadProgress {
  total: number
  /** Finished in any way: ready, failed or duplicate. */
  done: number
  failed: number
  duplicates: number
  isFinished: boolean
  /** Null while nothing is known to estimate from. */
  secondsLeft: number | null
  /** Candidates of the organisation that have a current vector, and those that still wait for one. */
  embedded: number
  toEmbed: number
  documents: DocumentView[]
}

export async function getUploadProgress({ db }: Services, actor: Actor, { uploadId }: UploadTarget): Promise<UploadProgress> {
  const { organizationId } = actor
  const { upload, rows, coverage } = await withOrganization(db, organizationId, async (tx) => {
    const upload = await findUpload(tx, { organizationId, uploadId })
    if (!upload) throw uploadNotFound(actor, uploadId)
    const live = await findLiveModelVersion(tx, { organizationId })
    return { upload, rows: await listDocuments(tx, { organizationId, uploadId }), coverage: live && (await countVectorCoverage(tx, { organizationId, modelVersionId: live.id })) }
  })
  const count = (state: DocumentView['state']) => rows.filter((row) => row.state === state).length
  const [failed, duplicates] = [count('needs_review'), count('duplicate')]
  const done = count('ready') + failed + duplicates
  return {
    total: rows.length,
    done,
    failed,
    duplicates,
    isFinished: done === rows.length,
    secondsLeft: estimateSecondsLeft(rows, { startedAt: upload.createdAt, now: new Date() }),
    embedded: coverage?.covered ?? 0,
    toEmbed: coverage ? coverage.total - coverage.covered : 0,
    documents: rows.map(documentView),
  }
}
