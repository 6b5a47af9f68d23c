import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { connectDatabase, withOrganization } from '#lib/db/client.ts'
import type { Connection } from '#lib/db/client.ts'
import { lockDocument, startReading, updateDocument } from '#lib/db/queries/documents.ts'
import { embeddings, modelVersions, passages } from '#lib/db/schema/models.ts'
import { preferencePairs, shortlistEntries } from '#lib/db/schema/matching.ts'
import { createTestDatabase } from '#lib/db/testing/test-database.ts'
import type { TestDatabase } from '#lib/db/testing/test-database.ts'
import { openQueue } from '#lib/queue/queue.ts'
import type { Services } from '#lib/services.ts'
import { FILE_SIZE_LIMIT } from '#lib/validation/candidates.ts'
import { makeMember, makeOrganization, makePeople, normalised } from '../matching/testing/matching-fixture.ts'
import type { TestOrganization } from '../matching/testing/matching-fixture.ts'
import { acceptResume } from './accept-resume.ts'
import { addToUpload } from './add-to-upload.ts'
import { createUpload } from './create-upload.ts'
import { deleteCandidate } from './delete-candidate.ts'
import { deleteDocument } from './delete-document.ts'
import { getCandidate } from './get-candidate.ts'
import { getDocumentFile } from './get-document-file.ts'
import { getUploadProgress } from './get-upload-progress.ts'
import { listCandidates } from './list-candidates.ts'
import { listDocumentsNeedingReview } from './list-documents-needing-review.ts'
import { listUploads } from './list-uploads.ts'
import { retryDocument } from './retry-document.ts'
import { setReviewText } from './set-review-text.ts'
import { updateCandidate } from './update-candidate.ts'

let database: TestDatabase
let connection: Connection
let services: Services
let organization: TestOrganization

beforeAll(async () => {
  database = await createTestDatabase()
  connection = connectDatabase(database.url)
  services = { db: connection.db, queue: await openQueue(database.url) }
})
afterAll(async () => {
  await services.queue.close()
  await connection.close()
  await database.close()
})
beforeEach(async () => {
  organization = await makeOrganization(connection.db)
})

const RESUME = 'Ada Example\nSenior Accountant\nada.example@example.com\nTwelve years of month-end close and audits in Leeds.'
const file = (name: string, content = RESUME) => ({ name, bytes: Buffer.from(content) })
const upload = (...files: Parameters<typeof createUpload>[2]['files']) => createUpload(services, organization.actor, { files })
const progress = (uploadId: string) => getUploadProgress(services, organization.actor, { uploadId })

/** What the worker does with a file whose text is `text`; null: a scan. */
async function finish(documentId: string, text: string | null): Promise<string | null> {
  const { organizationId } = organization
  return withOrganization(connection.db, organizationId, async (tx) => {
    await startReading(tx, { organizationId, documentId })
    const document = (await lockDocument(tx, { organizationId, documentId }))!
    if (text !== null) return (await acceptResume(tx, services.queue, { organizationId, document, text })).candidateId
    await updateDocument(tx, { organizationId, documentId, state: 'needs_review', reason: 'The PDF has no readable text.' })
    return null
  })
}

test('every file of a drop is kept and counted, also one that is too large or empty', async () => {
  const { uploadId, documentIds } = await upload(file('../cv\u0000/ada.txt'), { name: 'big.pdf', sizeBytes: 60 * 1024 * 1024 }, { name: 'big2.pdf', bytes: Buffer.alloc(FILE_SIZE_LIMIT + 1) }, file('empty.txt', ''), file('people.csv', 'id,text'), file('pdf-in-disguise.csv', '%PDF-1.7'))
  await addToUpload(services, organization.actor, { uploadId, files: [file('more.txt', 'more')] })
  const { documents, ...counts } = await progress(uploadId)
  expect(documents.map(({ fileName, kind, state, hasBytes }) => `${fileName} ${kind} ${state} ${hasBytes}`).toSorted()).toEqual(
    ['ada.txt resume queued true', 'big.pdf resume needs_review false', 'big2.pdf resume needs_review false', 'empty.txt resume needs_review false', 'people.csv table queued true', 'pdf-in-disguise.csv resume queued true', 'more.txt resume queued true'].toSorted(),
  )
  expect(documents.find(({ fileName }) => fileName === 'big.pdf')!.reason).toBe('The file has 60 MB; up to 20 MB are read. Save it smaller, for example without pictures, and upload it again.')
  expect(counts).toMatchObject({ total: 7, done: 3, failed: 3, duplicates: 0, isFinished: false })
  const tasks = await connection.db.execute(sql`select id from pgboss.job where name = 'extract-document' and data ->> 'documentId' = any(${sql.raw(`array['${documentIds.join("','")}']`)})`)
  expect(tasks).toHaveLength(3)
})

test('no file and too many files are refused', async () => {
  await expect(upload()).rejects.toMatchObject({ code: 'invalid_input' })
  await expect(upload(...Array.from({ length: 51 }, (_, index) => file(`${index}.txt`)))).rejects.toMatchObject({ code: 'too_large' })
})

test('a résumé becomes a person with facts, and the same text in another file adds nobody', async () => {
  const { uploadId, documentIds } = await upload(file('ada.txt'), file('copy.txt', `${RESUME}\n`))
  const candidateId = await finish(documentIds[0]!, RESUME)
  expect(await finish(documentIds[1]!, RESUME)).toBe(candidateId)
  expect(await getCandidate(services, organization.actor, { candidateId: candidateId! })).toMatchObject({ name: 'Ada Example', headline: 'Senior Accountant', email: 'ada.example@example.com', text: RESUME, documents: [{ state: 'ready' }, { state: 'duplicate' }] })
  const after = await progress(uploadId)
  expect(after).toMatchObject({ total: 2, done: 2, duplicates: 1, isFinished: true, secondsLeft: 0, embedded: 0, toEmbed: 1 })
  expect(after.documents.find(({ state }) => state === 'duplicate')!.reason).toBe('Has the same text as Ada Example, who is here already; nothing was added.')
  expect((await listUploads(services, organization.actor))[0]).toMatchObject({ uploadId, total: 2, done: 2, duplicates: 1, isFinished: true })
})

test('a file that needs review can be read again, typed in or removed', async () => {
  const { documentIds } = await upload(file('a.pdf', '1'), file('b.pdf', '2'), file('c.pdf', '3'))
  for (const documentId of documentIds) await finish(documentId, null)
  const [retried, typed, removed] = documentIds as [string, string, string]
  await retryDocument(services, organization.actor, { documentId: retried })
  await retryDocument(services, organization.actor, { documentId: retried })
  await expect(setReviewText(services, organization.actor, { documentId: typed, text: ' \n' })).rejects.toMatchObject({ code: 'invalid_input' })
  const { candidateId } = await setReviewText(services, organization.actor, { documentId: typed, text: RESUME })
  expect((await getCandidate(services, organization.actor, { candidateId })).documents).toMatchObject([{ id: typed, state: 'ready', reason: null }])
  await expect(setReviewText(services, organization.actor, { documentId: typed, text: RESUME })).rejects.toMatchObject({ code: 'conflict' })
  await expect(deleteDocument(services, organization.actor, { documentId: typed })).rejects.toMatchObject({ code: 'conflict' })
  await deleteDocument(services, organization.actor, { documentId: removed })
  expect(await listDocumentsNeedingReview(services, organization.actor)).toEqual([])
  await expect(getDocumentFile(services, organization.actor, { documentId: removed })).rejects.toMatchObject({ code: 'not_found' })
})

test('the original is given back byte for byte, never as a page', async () => {
  const bytes = Buffer.from([0, 255, 1, 254, 0])
  const { documentIds } = await upload({ name: 'x.bin', bytes })
  const original = await getDocumentFile(services, organization.actor, { documentId: documentIds[0]! })
  expect(Buffer.from(original.bytes).equals(bytes)).toBe(true)
  expect(original).toMatchObject({ fileName: 'x.bin', mediaType: 'application/octet-stream' })
})

test('people are found by words of their text and fields, page by page', async () => {
  await makePeople(connection.db, organization, [{ name: 'Zoë Müller', text: 'Baker of bread' }, { name: 'Ann', text: 'Butcher 100%_' }])
  const names = async (query: string) => (await listCandidates(services, organization.actor, { query })).candidates.map(({ name }) => name)
  expect(await names('baker müller')).toEqual(['Zoë Müller'])
  expect(await names('100%_')).toEqual(['Ann'])
  expect(await names('b_ker')).toEqual([])
  expect(await listCandidates(services, organization.actor, { limit: 1, offset: 1 })).toMatchObject({ total: 2, candidates: [{}] })
})

test('what is known of a person can be corrected and cleared, field by field', async () => {
  const [candidateId] = (await makePeople(connection.db, organization, [{ name: 'Ann', email: 'ann@example.com' }])) as [string]
  await updateCandidate(services, organization.actor, { candidateId, name: 'Anna', email: '' })
  expect(await getCandidate(services, organization.actor, { candidateId })).toMatchObject({ name: 'Anna', email: null })
  await updateCandidate(services, organization.actor, { candidateId })
  await expect(updateCandidate(services, organization.actor, { candidateId, email: 'nobody' })).rejects.toMatchObject({ code: 'invalid_input' })
})

test('an erased person is nowhere any more, and the models that learned from them are named', async () => {
  const { organizationId, modelVersionId, jobId, jobVersionId } = organization
  const { documentIds } = await upload(file('ada.txt'), file('ada copy.txt'))
  const candidateId = (await finish(documentIds[0]!, RESUME))!
  await finish(documentIds[1]!, RESUME)
  const [other] = (await makePeople(connection.db, organization, [{ name: 'Other' }])) as [string]
  await connection.db.insert(embeddings).values({ organizationId, modelVersionId, candidateId, sourceHash: 'x', embedding: normalised([1, 1]) })
  await connection.db.insert(passages).values({ organizationId, modelVersionId, candidateId, position: 0, startOffset: 0, endOffset: 3, embedding: normalised([1, 1]) })
  await connection.db.insert(shortlistEntries).values({ organizationId, jobId, candidateId, position: 0 })
  const [pair] = await connection.db.insert(preferencePairs).values({ organizationId, jobId, jobVersionId, leftCandidateId: other, rightCandidateId: candidateId, why: 'random', split: 'train', isBlind: true, answer: 'left', answeredAt: new Date() }).returning()
  await connection.db.insert(modelVersions).values({ organizationId, number: 2, stage: 'rankpo', weightsHash: 'x', lineage: { baseModel: 'x', dataHash: 'x', pairIds: [pair!.id], ruleRows: 0, seed: 1, codeVersion: 'x', config: {} } })
  expect(await deleteCandidate(services, organization.actor, { candidateId })).toEqual({ documents: 2, trainedModels: [2] })
  const tables = await connection.db.execute<{ name: string }>(sql`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`)
  for (const { name } of tables) {
    const rows = await connection.db.execute<{ row: string }>(sql`select t::text as row from ${sql.identifier(name)} t where t::text like ${`%${candidateId}%`} or (t::text like ${`%${organizationId}%`} and t::text ~ 'ada.example|Ada Example|ada.txt')`)
    expect(rows.filter(() => name !== 'audit_events'), name).toEqual([])
  }
  const left = await connection.db.execute(sql`select (select count(*)::int from document_contents where organization_id = ${organizationId}) as contents, (select count(*)::int from preference_pairs where id = ${pair!.id}) as pairs`)
  expect(left[0]).toEqual({ contents: 0, pairs: 0 })
  await expect(getCandidate(services, organization.actor, { candidateId })).rejects.toMatchObject({ code: 'not_found' })
  await expect(deleteCandidate(services, organization.actor, { candidateId })).rejects.toMatchObject({ code: 'not_found' })
})

test('another organisation’s people, files and uploads do not exist, and a viewer changes nothing', async () => {
  const { uploadId, documentIds } = await upload(file('ada.txt'))
  const documentId = documentIds[0]!
  const candidateId = (await finish(documentId, RESUME))!
  const { actor: stranger } = await makeOrganization(connection.db)
  const uses = (actor: typeof stranger) => [
    () => updateCandidate(services, actor, { candidateId, name: 'x' }),
    () => deleteCandidate(services, actor, { candidateId }),
    () => retryDocument(services, actor, { documentId }),
    () => setReviewText(services, actor, { documentId, text: RESUME }),
    () => deleteDocument(services, actor, { documentId }),
    () => addToUpload(services, actor, { uploadId, files: [file('x.txt')] }),
  ]
  const reads = [() => getCandidate(services, stranger, { candidateId }), () => getDocumentFile(services, stranger, { documentId }), () => getUploadProgress(services, stranger, { uploadId })]
  for (const use of [...uses(stranger), ...reads]) await expect(use()).rejects.toMatchObject({ code: 'not_found' })
  const viewer = await makeMember(connection.db, organization.organizationId, 'viewer')
  for (const use of uses(viewer)) await expect(use()).rejects.toMatchObject({ code: 'forbidden' })
  expect((await getCandidate(services, viewer, { candidateId })).name).toBe('Ada Example')
  expect(await listCandidates(services, stranger, {})).toEqual({ total: 0, candidates: [] })
})
