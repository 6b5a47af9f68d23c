/** Keeps uploaded files: a document for each, whatever it is, and a task for each that can be read. Everything or nothing. */
import { createHash } from 'node:crypto'
import type { Transaction } from '../db/client.ts'
import { createDocument } from '../db/queries/documents.ts'
import type { NewDocument } from '../db/queries/documents.ts'
import { AppError } from '../errors.ts'
import type { Queue } from '../queue/queue.ts'
import { normalizeText } from '../documents/normalize-text.ts'
import { FILE_SIZE_LIMIT, FILES_PER_REQUEST_LIMIT } from '../validation/candidates.ts'

/** A file, or one that was too large to be taken in: then only its size is known. */
export type UploadFile = { name: string; bytes: Uint8Array } | { name: string; sizeBytes: number }

const TABLE_NAME = /\.(csv|tsv|json|jsonl|ndjson)$/iu
const megabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(bytes < 10 * 1024 * 1024 ? 1 : 0)} MB`

export async function storeFiles(tx: Transaction, queue: Queue, { organizationId, uploadId, files }: { organizationId: string; uploadId: string; files: readonly UploadFile[] }): Promise<string[]> {
  const documentIds: string[] = []
  for (const file of files) {
    const document = describeFile(file)
    const { id: documentId } = await createDocument(tx, { organizationId, uploadId, ...document })
    if (document.state === 'queued') await queue.enqueue(tx, 'extract-document', { organizationId, documentId })
    documentIds.push(documentId)
  }
  return documentIds
}

export function checkFileCount(files: readonly UploadFile[]): void {
  if (files.length === 0) throw new AppError('invalid_input', 'No file was sent: choose at least one.')
  if (files.length > FILES_PER_REQUEST_LIMIT) throw new AppError('too_large', `${files.length} files were sent at once; up to ${FILES_PER_REQUEST_LIMIT} are taken in one request. Send them in parts.`)
}

function describeFile(file: UploadFile): NewDocument {
  const bytes = 'bytes' in file ? file.bytes : null
  const sizeBytes = 'bytes' in file ? file.bytes.length : file.sizeBytes
  const fileName = cleanFileName(file.name)
  const reason = whyRefused(sizeBytes, bytes)
  const isTable = TABLE_NAME.test(fileName) && !(bytes && looksLikeDocument(bytes))
  return {
    fileName,
    kind: isTable ? 'table' : 'resume',
    sizeBytes: Math.min(sizeBytes, 2 ** 31 - 1),
    sha256: bytes && reason === null ? createHash('sha256').update(bytes).digest('hex') : '',
    state: reason === null ? 'queued' : 'needs_review',
    reason,
    bytes: reason === null ? bytes : null,
  }
}

function whyRefused(sizeBytes: number, bytes: Uint8Array | null): string | null {
  if (sizeBytes > FILE_SIZE_LIMIT) return `The file has ${megabytes(sizeBytes)}; up to ${megabytes(FILE_SIZE_LIMIT)} are read. Save it smaller, for example without pictures, and upload it again.`
  if (sizeBytes === 0) return 'The file is empty. Check the original and upload it again.'
  if (bytes === null) return 'The file did not arrive whole. Upload it again.'
  return null
}

/** A PDF or a ZIP archive that is merely called .csv is read as what it is. */
function looksLikeDocument(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 1024)).toString('latin1')
  return head.includes('%PDF-') || head.startsWith('PK\u0003\u0004')
}

/** The last part of a path, without control characters: a name is shown and offered for download. */
function cleanFileName(name: string): string {
  const last = normalizeText(name).replaceAll('\n', ' ').split(/[/\\]/u).at(-1)!.trim()
  return (last.length > 200 ? last.slice(0, 120) + '…' + last.slice(-79) : last).toWellFormed() || 'unnamed file'
}
