/** A document as people see it. */
import type { listDocuments } from '../db/queries/documents.ts'

type Row = Awaited<ReturnType<typeof listDocuments>>[number]

export interface DocumentView {
  id: string
  uploadId: string
  fileName: string
  kind: Row['kind']
  sizeBytes: number
  state: Row['state']
  /** Why it needs review or whom it duplicates, as one sentence. */
  reason: string | null
  /** Who came from it, or whom it duplicates. */
  candidateId: string | null
  candidateName: string | null
  candidateHeadline: string | null
  rowsDone: number | null
  rowsTotal: number | null
  rowsAdded: number | null
  /** Rows of people who were here already. */
  rowsKnown: number | null
  rowErrors: { line: number; message: string }[]
  /** False: the file was refused by its size, or was a table whose rows have been taken over. */
  hasBytes: boolean
  createdAt: Date
  finishedAt: Date | null
}

export const documentView = (row: Row): DocumentView => ({ ...row, rowErrors: row.rowErrors ?? [] })
