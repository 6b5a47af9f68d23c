import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createUpload } from '#lib/candidates/create-upload.ts'
import { getUploadProgress } from '#lib/candidates/get-upload-progress.ts'
import { listCandidates } from '#lib/candidates/list-candidates.ts'
import { connectDatabase } from '#lib/db/client.ts'
import type { Connection } from '#lib/db/client.ts'
import { documents } from '#lib/db/schema/candidates.ts'
import { createTestDatabase } from '#lib/db/testing/test-database.ts'
import type { TestDatabase } from '#lib/db/testing/test-database.ts'
import { makeOrganization } from '#lib/matching/testing/matching-fixture.ts'
import type { TestOrganization } from '#lib/matching/testing/matching-fixture.ts'
import { openQueue } from '#lib/queue/queue.ts'
import type { Services } from '#lib/services.ts'
import { extractDocument } from './extract-document.ts'
import { requeueForgotten } from './requeue-forgotten.ts'
import { makeDocx, makePdf, makeZipBomb, RESUME_LINES } from './testing/make-files.ts'

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
  await connection.db.execute(sql`delete from pgboss.job`)
  organization = await makeOrganization(connection.db)
})

async function upload(...files: { name: string; bytes: Uint8Array }[]) {
  return createUpload(services, organization.actor, { files })
}
const read = (documentId: string, signal?: AbortSignal) => extractDocument(services, { organizationId: organization.organizationId, documentId }, signal)
const shown = async (uploadId: string) => (await getUploadProgress(services, organization.actor, { uploadId })).documents
const people = () => listCandidates(services, organization.actor, { limit: 200 })
const TEXT = 'Electrician with eight years in industrial plants, fault finding and PLC work.'
const lines = (count: number) => Array.from({ length: count }, (_, index) => JSON.stringify({ id: index + 1, text: `${TEXT} Person ${index + 1}.`, name: `Person ${index + 1}` }))

test('good files become people, bad ones say why, and nothing is added twice', async () => {
  const pdf = await makePdf(RESUME_LINES)
  const { uploadId, documentIds } = await upload(
    { name: 'ada.pdf', bytes: pdf },
    { name: 'again.pdf', bytes: pdf },
    { name: 'same-text.txt', bytes: Buffer.from(RESUME_LINES.join('\r\n')) },
    { name: 'other.docx', bytes: await makeDocx(['Warehouse supervisor', 'Six years of shift planning and inventory control in Sheffield.']) },
    { name: 'scan.pdf', bytes: await makePdf([], { isImageOnly: true }) },
    { name: 'locked.pdf', bytes: await makePdf(RESUME_LINES, { userPassword: 'x' }) },
    { name: 'bomb.docx', bytes: makeZipBomb(150) },
    { name: 'short.txt', bytes: Buffer.from('call me') },
  )
  for (const documentId of documentIds) await read(documentId)
  expect((await shown(uploadId)).map(({ fileName, state, reason }) => `${fileName} ${state} ${reason ?? ''}`).toSorted()).toEqual([
    'ada.pdf ready ',
    'again.pdf duplicate Is the same file as “ada.pdf” of Ada Example; nothing was added.',
    'bomb.docx needs_review The document unpacks to far more than a document holds, so it was not opened. Save it anew and upload it again, or type its text.',
    'locked.pdf needs_review The PDF is protected by a password. Save it without one and upload it again, or type its text.',
    'other.docx ready ',
    'same-text.txt duplicate Has the same text as Ada Example, who is here already; nothing was added.',
    'scan.pdf needs_review The PDF has no readable text: it seems to be a scan. Upload the document it was made from, or type its text.',
    'short.txt needs_review The file has too few words to tell what the person can do. Upload a fuller document, or type its text.',
  ])
  expect((await people()).candidates.map(({ name, headline }) => [name, headline])).toEqual(expect.arrayContaining([['Ada Example', 'Senior Accountant'], [null, 'Warehouse supervisor']]))
  expect((await people()).total).toBe(2)
  expect(await connection.db.execute(sql`select id from pgboss.job where name = 'embed-candidates'`)).toHaveLength(1)
})

test('a finished document is left alone when its task comes again, a half read one is read', async () => {
  const { uploadId, documentIds } = await upload({ name: 'ada.pdf', bytes: await makePdf(RESUME_LINES) })
  await connection.db.update(documents).set({ state: 'reading' }).where(eq(documents.id, documentIds[0]!))
  await Promise.all([read(documentIds[0]!), read(documentIds[0]!)])
  await read(documentIds[0]!)
  expect(await shown(uploadId)).toMatchObject([{ state: 'ready' }])
  expect((await people()).total).toBe(1)
})

test('one bad line among a thousand costs one person, and the progress counts rows', async () => {
  const content = lines(1000)
  content[500] = 'no json'
  const { uploadId, documentIds } = await upload({ name: 'people.jsonl', bytes: Buffer.from(content.join('\n')) })
  await read(documentIds[0]!)
  expect(await shown(uploadId)).toMatchObject([{ state: 'ready', rowsDone: 1000, rowsTotal: 1000, rowsAdded: 999, rowsKnown: 0, reason: '999 people added, 1 row could not be read.', rowErrors: [{ line: 501, message: 'The line is not valid JSON: check its quotation marks, commas and brackets.' }], hasBytes: false }])
  expect((await people()).total).toBe(999)
})

test('an import that was stopped goes on after its last batch', async () => {
  const { uploadId, documentIds } = await upload({ name: 'people.jsonl', bytes: Buffer.from(lines(450).join('\n')) })
  const stopping = new AbortController()
  stopping.abort(new Error('stopping'))
  await expect(read(documentIds[0]!, stopping.signal)).rejects.toThrow('stopping')
  expect(await shown(uploadId)).toMatchObject([{ state: 'reading', rowsDone: 100, rowsTotal: 450 }])
  await read(documentIds[0]!)
  expect(await shown(uploadId)).toMatchObject([{ state: 'ready', rowsDone: 450, rowsAdded: 450, rowsKnown: 0 }])
  expect((await people()).total).toBe(450)
})

test('people who are here already are recognised by text or id and counted', async () => {
  const first = await upload({ name: 'a.jsonl', bytes: Buffer.from(lines(3).join('\n')) })
  await read(first.documentIds[0]!)
  const second = await upload({ name: 'b.jsonl', bytes: Buffer.from([...lines(3), JSON.stringify({ id: 2, text: `${TEXT} Changed.` }), JSON.stringify({ id: 9, text: `${TEXT} New.` })].join('\n')) }, { name: 'c.jsonl', bytes: Buffer.from(lines(2).join('\n')) })
  for (const documentId of second.documentIds) await read(documentId)
  expect((await shown(second.uploadId)).map(({ state, reason }) => [state, reason])).toEqual([
    ['ready', '1 person added, 4 people here already.'],
    ['duplicate', 'All 2 people are here already; nothing was added.'],
  ])
})

test('a table with a wrong header or encoding needs review, and its bytes stay', async () => {
  const { uploadId, documentIds } = await upload({ name: 'colours.csv', bytes: Buffer.from('colour,size\nred,4') }, { name: 'cyrillic.csv', bytes: Buffer.from('id,text\n1,Привет', 'utf8').map((byte) => (byte === 0xd0 ? 0x81 : byte)) }, { name: 'useless.csv', bytes: Buffer.from('id,text\n1,\n') })
  for (const documentId of documentIds) await read(documentId)
  expect((await shown(uploadId)).map(({ state, hasBytes, reason }) => `${state} ${hasBytes} ${reason!.slice(0, 60)}`)).toEqual([
    'needs_review true The file has the columns “colour”, “size”, but none with the',
    'needs_review true The file is not text in UTF-8, UTF-16 or Windows-1252. Save ',
    'needs_review true None of the 1 row could be used. The first: line 2: The text',
  ])
})

test('a table in UTF-16 or Windows-1252 is read as it was written', async () => {
  const table = (id: number) => `id;name;text\r\n${id};Jürgen Größe;"${TEXT} Nr. ${id}"\r\n`
  const { documentIds } = await upload({ name: 'a.csv', bytes: Buffer.from(`\uFEFF${table(1)}`, 'utf16le') }, { name: 'b.csv', bytes: Buffer.from(table(2), 'latin1') }, { name: 'c.csv', bytes: Buffer.from(`\uFEFF${table(3)}`) })
  for (const documentId of documentIds) await read(documentId)
  expect((await people()).candidates.map(({ name }) => name)).toEqual(['Jürgen Größe', 'Jürgen Größe', 'Jürgen Größe'])
})

test('a document without a task gets one, and only one', async () => {
  const { documentIds } = await upload({ name: 'a.txt', bytes: Buffer.from(TEXT) })
  const later = new Date(Date.now() + 120_000)
  expect(await requeueForgotten(services, later)).toBe(0)
  await connection.db.execute(sql`delete from pgboss.job`)
  expect(await requeueForgotten(services, new Date())).toBe(0)
  expect(await requeueForgotten(services, later)).toBe(1)
  expect(await requeueForgotten(services, later)).toBe(0)
  expect(await connection.db.execute(sql`select data ->> 'documentId' as id from pgboss.job where name = 'extract-document'`)).toMatchObject([{ id: documentIds[0] }])
})

test('a worker that is killed while it reads loses nothing: the next one reads every file', { timeout: 120_000 }, async () => {
  const files = await Promise.all(Array.from({ length: 8 }, async (_, index) => ({ name: `${index}.pdf`, bytes: await makePdf([...RESUME_LINES, `Number ${index}`]) })))
  const { uploadId } = await upload(...files, { name: 'people.jsonl', bytes: Buffer.from(lines(600).join('\n')) })
  const first = await startWorker()
  await until(async () => (await shown(uploadId)).some(({ state }) => state === 'ready'))
  first.kill('SIGKILL')
  const second = await startWorker()
  await until(async () => (await getUploadProgress(services, organization.actor, { uploadId })).isFinished)
  expect((await shown(uploadId)).map(({ state }) => state)).toEqual(Array.from({ length: 9 }, () => 'ready'))
  expect((await people()).total).toBe(608)
  const stoppedAt = performance.now()
  second.kill('SIGTERM')
  await once(second, 'exit')
  expect(performance.now() - stoppedAt).toBeLessThan(5000)
  expect(second.exitCode).toBe(0)
})

async function startWorker(): Promise<ChildProcess> {
  const worker = fork('workers/documents.ts', { env: { ...process.env, DATABASE_URL: database.url, NODE_ENV: 'test' }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  await once(worker, 'message')
  return worker
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 100))
}
