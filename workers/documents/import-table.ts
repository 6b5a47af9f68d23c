/** Brings in the rows of a CSV or JSON lines file, batch by batch. A killed import goes on after its last batch. */
import { addTableRows, progressOf } from '#lib/candidates/add-table-rows.ts'
import { finishTable } from '#lib/candidates/finish-table.ts'
import { readTable } from '#lib/candidates/read-table.ts'
import type { RowProblem, TableRow } from '#lib/candidates/read-table.ts'
import { withOrganization } from '#lib/db/client.ts'
import { lockDocument, updateDocument } from '#lib/db/queries/documents.ts'
import type { DocumentRow } from '#lib/db/queries/documents.ts'
import { decodeText } from '#lib/documents/decode-text.ts'
import type { Services } from '#lib/services.ts'

const BATCH = 100

interface Import {
  organizationId: string
  document: DocumentRow
  bytes: Uint8Array
  signal?: AbortSignal
}

export async function importTable(services: Services, { organizationId, document, bytes, signal }: Import): Promise<void> {
  const decoded = decodeText(bytes)
  const table = decoded ? readTable(decoded.text) : { rows: null, problem: 'is not text in UTF-8, UTF-16 or Windows-1252. Save it as UTF-8 and upload it again.' }
  if (table.rows === null) return refuse(services, { organizationId, documentId: document.id, reason: `The file ${table.problem}` })
  while (await addNextBatch(services, { organizationId, documentId: document.id, rows: table.rows })) signal?.throwIfAborted()
}

async function refuse({ db }: Services, { organizationId, documentId, reason }: { organizationId: string; documentId: string; reason: string }): Promise<void> {
  await withOrganization(db, organizationId, async (tx) => {
    const current = await lockDocument(tx, { organizationId, documentId })
    if (current?.state === 'reading') await updateDocument(tx, { organizationId, documentId, state: 'needs_review', reason })
  })
}

/** False when there is none left. What was done before is read from the row, so that no batch is added twice. */
async function addNextBatch({ db, queue }: Services, { organizationId, documentId, rows }: { organizationId: string; documentId: string; rows: readonly (TableRow | RowProblem)[] }): Promise<boolean> {
  return withOrganization(db, organizationId, async (tx) => {
    const document = await lockDocument(tx, { organizationId, documentId })
    if (document?.state !== 'reading') return false
    const done = progressOf(document).rowsDone
    const progress = await addTableRows(tx, queue, { organizationId, document, rows: rows.slice(done, done + BATCH), rowsTotal: rows.length })
    if (progress.rowsDone < rows.length) return true
    await finishTable(tx, { organizationId, documentId, progress })
    return false
  })
}
