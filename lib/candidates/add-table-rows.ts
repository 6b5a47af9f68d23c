/** Adds one batch of an import's rows and moves its progress, in the caller's transaction: a batch is in whole or not at all. */
import type { Transaction } from '../db/client.ts'
import { createCandidates } from '../db/queries/candidates.ts'
import type { NewCandidate } from '../db/queries/candidates.ts'
import { updateDocument } from '../db/queries/documents.ts'
import type { DocumentRow } from '../db/queries/documents.ts'
import { hashText } from '../documents/hash-text.ts'
import type { Queue } from '../queue/queue.ts'
import { fieldsOf } from './fields-of.ts'
import { readFacts } from './read-facts.ts'
import { isProblem } from './read-table.ts'
import type { RowProblem, TableRow } from './read-table.ts'

/** So many problems are kept by line; the rest is counted. */
const KEPT_PROBLEMS = 1000

export interface TableProgress {
  rowsDone: number
  rowsAdded: number
  rowsKnown: number
  rowErrors: RowProblem[]
}

export const progressOf = ({ rowsDone, rowsAdded, rowsKnown, rowErrors }: DocumentRow): TableProgress => ({ rowsDone: rowsDone ?? 0, rowsAdded: rowsAdded ?? 0, rowsKnown: rowsKnown ?? 0, rowErrors: rowErrors ?? [] })

export async function addTableRows(tx: Transaction, queue: Queue, { organizationId, document, rows, rowsTotal }: { organizationId: string; document: DocumentRow; rows: readonly (TableRow | RowProblem)[]; rowsTotal: number }): Promise<TableProgress> {
  const people = rows.flatMap((row) => (isProblem(row) ? [] : [personOf(row)]))
  const ids = await createCandidates(tx, { organizationId, people })
  const added = ids.filter((id) => id !== null).length
  const before = progressOf(document)
  const progress = {
    rowsDone: before.rowsDone + rows.length,
    rowsAdded: before.rowsAdded + added,
    rowsKnown: before.rowsKnown + people.length - added,
    rowErrors: [...before.rowErrors, ...rows.filter(isProblem)].slice(0, KEPT_PROBLEMS),
  }
  await updateDocument(tx, { organizationId, documentId: document.id, rowsTotal, ...progress })
  if (added > 0) await queue.enqueue(tx, 'embed-candidates', { organizationId }, { singletonKey: organizationId })
  return progress
}

/** What the file states comes before what is read from the text. A name in the file is evidence enough. */
function personOf({ line: _line, text, ...stated }: TableRow): NewCandidate {
  const facts = readFacts(text)
  const read = fieldsOf(facts)
  return {
    name: stated.name ?? read.name,
    headline: stated.headline ?? read.headline,
    email: stated.email ?? read.email,
    phone: stated.phone ?? read.phone,
    location: stated.location ?? read.location,
    externalId: stated.externalId,
    origin: 'import',
    text,
    textHash: hashText(text),
    facts,
  }
}
