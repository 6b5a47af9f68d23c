/** Uploads, their documents and the bytes of these. */
import { and, asc, count, desc, eq, inArray, isNotNull, lt, max, ne, notInArray, sql } from 'drizzle-orm'
import type { Database, Transaction } from '../client.ts'
import { candidates, documentContents, documents, uploads } from '../schema/candidates.ts'

interface InOrganization {
  organizationId: string
}

interface OfDocument extends InOrganization {
  documentId: string
}

interface OfUpload extends InOrganization {
  uploadId: string
}

export type DocumentRow = typeof documents.$inferSelect
const UNFINISHED = ['queued', 'reading'] as const

export async function createUploadRow(tx: Transaction, { organizationId, createdBy }: InOrganization & { createdBy: string }): Promise<{ id: string }> {
  const [row] = await tx.insert(uploads).values({ organizationId, createdBy }).returning({ id: uploads.id })
  return row!
}

export async function findUpload(db: Database, { organizationId, uploadId }: OfUpload): Promise<{ createdAt: Date } | null> {
  const [row] = await db.select({ createdAt: uploads.createdAt }).from(uploads).where(and(eq(uploads.organizationId, organizationId), eq(uploads.id, uploadId)))
  return row ?? null
}

export interface NewDocument {
  fileName: string
  kind: 'resume' | 'table'
  sizeBytes: number
  sha256: string
  state: 'queued' | 'needs_review'
  reason: string | null
  /** Null when the file was refused before it was read. */
  bytes: Uint8Array | null
}

export async function createDocument(tx: Transaction, { organizationId, uploadId, bytes, ...document }: OfUpload & NewDocument): Promise<{ id: string }> {
  const finishedAt = document.state === 'queued' ? null : sql`now()`
  const [row] = await tx.insert(documents).values({ organizationId, uploadId, ...document, finishedAt }).returning({ id: documents.id })
  if (bytes) await tx.insert(documentContents).values({ organizationId, documentId: row!.id, bytes })
  return row!
}

export async function findDocument(db: Database, { organizationId, documentId }: OfDocument): Promise<DocumentRow | null> {
  const [row] = await db.select().from(documents).where(and(eq(documents.organizationId, organizationId), eq(documents.id, documentId)))
  return row ?? null
}

/** The row stays locked until the transaction ends: whoever finishes a document first has finished it. */
export async function lockDocument(tx: Transaction, { organizationId, documentId }: OfDocument): Promise<DocumentRow | null> {
  const [row] = await tx.select().from(documents).where(and(eq(documents.organizationId, organizationId), eq(documents.id, documentId))).for('update')
  return row ?? null
}

export async function findDocumentBytes(db: Database, { organizationId, documentId }: OfDocument): Promise<Uint8Array | null> {
  const [row] = await db.select({ bytes: documentContents.bytes }).from(documentContents).where(and(eq(documentContents.organizationId, organizationId), eq(documentContents.documentId, documentId)))
  return row?.bytes ?? null
}

export async function deleteDocumentBytes(tx: Transaction, { organizationId, documentId }: OfDocument): Promise<void> {
  await tx.delete(documentContents).where(and(eq(documentContents.organizationId, organizationId), eq(documentContents.documentId, documentId)))
}

type DocumentChange = Partial<Pick<DocumentRow, 'state' | 'reason' | 'candidateId' | 'rowsDone' | 'rowsTotal' | 'rowsAdded' | 'rowsKnown' | 'rowErrors'>>

export async function updateDocument(tx: Transaction, { organizationId, documentId, ...change }: OfDocument & DocumentChange): Promise<void> {
  const finishedAt = change.state === undefined ? undefined : UNFINISHED.some((state) => state === change.state) ? null : sql`now()`
  await tx
    .update(documents)
    .set({ ...change, finishedAt })
    .where(and(eq(documents.organizationId, organizationId), eq(documents.id, documentId)))
}

/** Marks a waiting document as being read; null when it is finished or gone. One whose reader died is read again. */
export async function startReading(tx: Transaction, { organizationId, documentId }: OfDocument): Promise<DocumentRow | null> {
  const [row] = await tx
    .update(documents)
    .set({ state: 'reading', finishedAt: null })
    .where(and(eq(documents.organizationId, organizationId), eq(documents.id, documentId), inArray(documents.state, UNFINISHED)))
    .returning()
  return row ?? null
}

/** The candidate who came from a file with the same bytes. */
export async function findCandidateOfSameFile(db: Database, { organizationId, documentId, sha256 }: OfDocument & { sha256: string }): Promise<{ candidateId: string; name: string | null; fileName: string } | null> {
  const [row] = await db
    .select({ candidateId: candidates.id, name: candidates.name, fileName: documents.fileName })
    .from(documents)
    .innerJoin(candidates, and(eq(candidates.id, documents.candidateId), eq(candidates.organizationId, organizationId)))
    .where(and(eq(documents.organizationId, organizationId), eq(documents.sha256, sha256), ne(documents.id, documentId), eq(documents.state, 'ready')))
    .orderBy(asc(documents.createdAt))
    .limit(1)
  return row ?? null
}

const shownDocument = {
  id: documents.id,
  uploadId: documents.uploadId,
  fileName: documents.fileName,
  kind: documents.kind,
  sizeBytes: documents.sizeBytes,
  state: documents.state,
  reason: documents.reason,
  candidateId: documents.candidateId,
  candidateName: candidates.name,
  candidateHeadline: candidates.headline,
  rowsDone: documents.rowsDone,
  rowsTotal: documents.rowsTotal,
  rowsAdded: documents.rowsAdded,
  rowsKnown: documents.rowsKnown,
  rowErrors: documents.rowErrors,
  hasBytes: isNotNull(documentContents.documentId).mapWith(Boolean),
  createdAt: documents.createdAt,
  finishedAt: documents.finishedAt,
}

/** Documents as people see them: of an upload, of a candidate, or in a state. */
export function listDocuments(db: Database, { organizationId, uploadId, candidateId, state }: InOrganization & { uploadId?: string; candidateId?: string; state?: DocumentRow['state'] }) {
  return db
    .select(shownDocument)
    .from(documents)
    .leftJoin(candidates, and(eq(candidates.id, documents.candidateId), eq(candidates.organizationId, organizationId)))
    .leftJoin(documentContents, and(eq(documentContents.documentId, documents.id), eq(documentContents.organizationId, organizationId)))
    .where(and(eq(documents.organizationId, organizationId), uploadId ? eq(documents.uploadId, uploadId) : undefined, candidateId ? eq(documents.candidateId, candidateId) : undefined, state ? eq(documents.state, state) : undefined))
    .orderBy(asc(documents.createdAt), asc(documents.fileName), asc(documents.id))
}

export function listUploadRows(db: Database, { organizationId, limit }: InOrganization & { limit: number }) {
  const inState = (...states: DocumentRow['state'][]) => sql<number>`count(*) filter (where ${inArray(documents.state, states)})`.mapWith(Number)
  return db
    .select({
      uploadId: uploads.id,
      createdAt: uploads.createdAt,
      total: count(documents.id),
      done: inState('ready', 'needs_review', 'duplicate'),
      failed: inState('needs_review'),
      duplicates: inState('duplicate'),
      firstFileName: sql<string>`min(${documents.fileName})`,
      finishedAt: max(documents.finishedAt),
    })
    .from(uploads)
    .innerJoin(documents, and(eq(documents.uploadId, uploads.id), eq(documents.organizationId, organizationId)))
    .where(eq(uploads.organizationId, organizationId))
    .groupBy(uploads.id)
    .orderBy(desc(uploads.createdAt))
    .limit(limit)
}

/** Removes documents with their bytes, and the uploads that are left without any. */
export async function deleteDocuments(tx: Transaction, { organizationId, ...which }: InOrganization & ({ documentId: string } | { candidateId: string })): Promise<number> {
  const chosen = 'documentId' in which ? eq(documents.id, which.documentId) : eq(documents.candidateId, which.candidateId)
  const gone = await tx.delete(documents).where(and(eq(documents.organizationId, organizationId), chosen)).returning({ uploadId: documents.uploadId })
  if (gone.length === 0) return 0
  const uploadIds = [...new Set(gone.map(({ uploadId }) => uploadId))]
  const used = tx.select({ uploadId: documents.uploadId }).from(documents).where(eq(documents.organizationId, organizationId))
  await tx.delete(uploads).where(and(eq(uploads.organizationId, organizationId), inArray(uploads.id, uploadIds), notInArray(uploads.id, used)))
  return gone.length
}

/** Documents that wait although no task does: their task ran out of attempts or was lost. For the worker at its start, over all organisations. */
export function listForgottenDocuments(db: Database, { before }: { before: Date }) {
  const task = sql`select from pgboss.job where name = 'extract-document' and state in ('created', 'retry', 'active') and data ->> 'documentId' = ${documents.id}::text`
  return db
    .select({ organizationId: documents.organizationId, documentId: documents.id })
    .from(documents)
    .where(and(inArray(documents.state, UNFINISHED), lt(documents.createdAt, before), sql`not exists (${task})`))
}
