/** One document from its bytes to a candidate, a duplicate or a reason for review. Safe to repeat: a finished document is left alone, a half read one is read again. */
import { acceptResume } from '#lib/candidates/accept-resume.ts'
import { describeCandidate } from '#lib/candidates/describe-candidate.ts'
import { whyNotAResume } from '#lib/candidates/why-not-a-resume.ts'
import { withOrganization } from '#lib/db/client.ts'
import { findCandidateOfSameFile, findDocumentBytes, lockDocument, startReading, updateDocument } from '#lib/db/queries/documents.ts'
import type { DocumentRow } from '#lib/db/queries/documents.ts'
import { extractText } from '#lib/documents/extract-text.ts'
import type { Extraction } from '#lib/documents/extract-text.ts'
import type { TaskPayload } from '#lib/queue/tasks.ts'
import type { Services } from '#lib/services.ts'
import { importTable } from './import-table.ts'

export async function extractDocument(services: Services, { organizationId, documentId }: TaskPayload<'extract-document'>, signal?: AbortSignal): Promise<void> {
  const found = await takeDocument(services, { organizationId, documentId })
  if (!found) return
  const { document, bytes } = found
  if (document.kind === 'table') await importTable(services, { organizationId, document, bytes, signal })
  else await finishResume(services, { organizationId, documentId, extraction: checkText(await extractText(bytes, { signal })) })
}

function takeDocument({ db }: Services, { organizationId, documentId }: TaskPayload<'extract-document'>): Promise<{ document: DocumentRow; bytes: Uint8Array } | null> {
  return withOrganization(db, organizationId, async (tx) => {
    const document = await startReading(tx, { organizationId, documentId })
    if (!document) return null
    const known = document.kind === 'resume' ? await findCandidateOfSameFile(tx, { organizationId, documentId, sha256: document.sha256 }) : null
    if (known) {
      await updateDocument(tx, { organizationId, documentId, state: 'duplicate', reason: `Is the same file as “${known.fileName}”${known.name ? ` of ${describeCandidate(known)}` : ''}; nothing was added.`, candidateId: known.candidateId })
      return null
    }
    const bytes = await findDocumentBytes(tx, { organizationId, documentId })
    if (bytes) return { document, bytes }
    await updateDocument(tx, { organizationId, documentId, state: 'needs_review', reason: 'The contents of the file are not here. Upload it again.' })
    return null
  })
}

function checkText(extraction: Extraction): Extraction {
  const problem = extraction.ok ? whyNotAResume(extraction.text) : null
  return problem ? { ok: false, reason: `The file ${problem}. Upload a fuller document, or type its text.` } : extraction
}

async function finishResume({ db, queue }: Services, { organizationId, documentId, extraction }: { organizationId: string; documentId: string; extraction: Extraction }): Promise<void> {
  await withOrganization(db, organizationId, async (tx) => {
    const document = await lockDocument(tx, { organizationId, documentId })
    if (document?.state !== 'reading') return
    if (extraction.ok) await acceptResume(tx, queue, { organizationId, document, text: extraction.text })
    else await updateDocument(tx, { organizationId, documentId, state: 'needs_review', reason: extraction.reason })
  })
}
