/** Ends an import: says what came of its rows, and lets go of the file, whose rows are people now and are erased one by one. Runs inside the caller's transaction. */
import type { Transaction } from '../db/client.ts'
import { deleteDocumentBytes, updateDocument } from '../db/queries/documents.ts'
import type { TableProgress } from './add-table-rows.ts'

export async function finishTable(tx: Transaction, { organizationId, documentId, progress }: { organizationId: string; documentId: string; progress: TableProgress }): Promise<void> {
  const { rowsDone, rowsAdded, rowsKnown } = progress
  const wrong = rowsDone - rowsAdded - rowsKnown
  if (rowsAdded === 0 && wrong > 0) {
    await updateDocument(tx, { organizationId, documentId, state: 'needs_review', reason: `None of the ${people(wrong, 'row')} could be used. The first: line ${progress.rowErrors[0]?.line}: ${progress.rowErrors[0]?.message} Correct the file and upload it again.` })
    return
  }
  await deleteDocumentBytes(tx, { organizationId, documentId })
  if (rowsAdded === 0) {
    await updateDocument(tx, { organizationId, documentId, state: 'duplicate', reason: rowsKnown === 1 ? 'The person is here already; nothing was added.' : `All ${people(rowsKnown, 'person')} are here already; nothing was added.` })
    return
  }
  const parts = [`${people(rowsAdded, 'person')} added`, rowsKnown > 0 && `${people(rowsKnown, 'person')} here already`, wrong > 0 && `${people(wrong, 'row')} could not be read`]
  await updateDocument(tx, { organizationId, documentId, state: 'ready', reason: `${parts.filter(Boolean).join(', ')}.` })
}

function people(count: number, one: 'person' | 'row'): string {
  const many = one === 'person' ? 'people' : 'rows'
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`
}
