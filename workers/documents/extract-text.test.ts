import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { RESUME_LINES, makeDocx, makePdf, makeZip, makeZipBomb } from './testing/make-files.ts'
import { EXTRACTION_LIMITS, extractText } from '#lib/documents/extract-text.ts'

const reasonOf = async (bytes: Uint8Array) => {
  const extraction = await extractText(bytes)
  return extraction.ok ? `read: ${extraction.text.slice(0, 80)}` : extraction.reason
}

test('a PDF is read line by line', async () => {
  expect(await extractText(await makePdf(RESUME_LINES))).toEqual({ ok: true, text: RESUME_LINES.join('\n') })
})

test('a Word document is read with its tables', async () => {
  const extraction = await extractText(await makeDocx(RESUME_LINES, ['SAP', 'Excel']))
  expect(extraction.ok && extraction.text).toContain(RESUME_LINES[1])
  expect(extraction.ok && extraction.text).toMatch(/SAP\s+Excel$/)
})

test('plain text is read in UTF-8, in UTF-16 with its mark and in Windows-1252', async () => {
  const text = 'Jürgen Müller – Buchhalter für Anlagen und Löhne'
  const utf16be = Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()
  for (const bytes of [Buffer.from(text), Buffer.from(`\uFEFF${text}`, 'utf16le'), utf16be, Buffer.from(text.replace('–', '\u0096'), 'latin1')]) {
    expect(await extractText(bytes)).toEqual({ ok: true, text })
  }
})

test('a file is read as what it is, whatever its name: emoji, right-to-left and Chinese text stay as they are', async () => {
  const text = '张伟 会计师 👩🏽‍💻\nمحاسب أول في القاهرة\nרואה חשבון'
  expect(await extractText(Buffer.from(text))).toEqual({ ok: true, text })
})

test('a PDF with a password says so', async () => {
  expect(await reasonOf(await makePdf(RESUME_LINES, { userPassword: 'secret' }))).toBe('The PDF is protected by a password. Save it without one and upload it again, or type its text.')
})

test('a truncated PDF and garbage called PDF are damaged', async () => {
  const pdf = await makePdf(RESUME_LINES)
  for (const bytes of [pdf.subarray(0, 300), Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(5000, 7)]), Buffer.from('%PDF-')]) {
    expect(await reasonOf(bytes)).toMatch(/^The PDF (?:is damaged or incomplete|has no readable text)/)
  }
})

test('a PDF of pictures only seems to be a scan', async () => {
  expect(await reasonOf(await makePdf([], { isImageOnly: true }))).toBe('The PDF has no readable text: it seems to be a scan. Upload the document it was made from, or type its text.')
})

test('a Word document that unpacks to too much is not opened, whatever it says of its size', async () => {
  for (const bomb of [makeZipBomb(150), makeZipBomb(60, 1000)]) {
    const startedAt = performance.now()
    expect(await reasonOf(bomb)).toBe('The document unpacks to far more than a document holds, so it was not opened. Save it anew and upload it again, or type its text.')
    expect(performance.now() - startedAt).toBeLessThan(15_000)
  }
})

test('each other kind of file says what to upload instead', async () => {
  const workbook = makeZip([{ name: 'xl/workbook.xml', bytes: Buffer.from('<workbook/>') }])
  const locked = makeZip([{ name: 'word/document.xml', bytes: Buffer.from('<document/>'), flags: 1 }])
  const archive = makeZip([{ name: 'notes.txt', bytes: Buffer.from('hello') }])
  const truncated = (await makeDocx(RESUME_LINES)).subarray(0, 2000)
  expect(await Promise.all([workbook, locked, archive, truncated].map(reasonOf))).toEqual([
    'The file is an Excel workbook. Save the sheet as CSV and upload that.',
    'The document is protected by a password. Save it without one and upload it again, or type its text.',
    'The file is a ZIP archive without a Word document. Unpack it and upload the files in it.',
    'The document is damaged or incomplete. Save it anew and upload it again, or type its text.',
  ])
  const oldWord = Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), Buffer.alloc(600)])
  const lockedWord = Buffer.concat([oldWord, Buffer.from('EncryptedPackage', 'utf16le')])
  expect(await Promise.all([oldWord, lockedWord, Buffer.from('{\\rtf1 hello}'), Buffer.from('\u0089PNG\r\n', 'latin1'), Buffer.from([1, 0, 2, 0]), Buffer.from('<!DOCTYPE html><p>Not found'), Buffer.alloc(0)].map(reasonOf))).toEqual([
    'The file is in the format of old office programs (such as .doc). Save it as DOCX or PDF and upload it again.',
    'The document is protected by a password. Save it without one and upload it again, or type its text.',
    'The file is in rich text format (RTF). Save it as DOCX or PDF and upload it again.',
    'The file is a picture and has no readable text. Upload the document it was made from, or type its text.',
    'The file is neither a PDF, a Word document (DOCX) nor plain text. Save it as one of these and upload it again.',
    'The file is a web page. Open it, save it as PDF and upload that.',
    'The file is empty. Check the original and upload it again.',
  ])
})

test('a file that takes too long, too much memory or writes too much is given up, and its process is gone', async () => {
  const pdf = await makePdf(RESUME_LINES)
  const given = (change: Partial<typeof EXTRACTION_LIMITS>) => extractText(pdf, { limits: { ...EXTRACTION_LIMITS, ...change } })
  expect(await given({ timeMs: 30 })).toMatchObject({ ok: false, reason: expect.stringContaining('took longer than') as unknown })
  expect(await given({ memoryMegabytes: 20 })).toMatchObject({ ok: false, reason: expect.stringContaining('needs more memory') as unknown })
  expect(await given({ outputBytes: 20 })).toMatchObject({ ok: false, reason: expect.stringContaining('holds more text') as unknown })
  expect(childrenOfThisProcess()).toEqual([])
})

test('a reader that is no longer wanted is ended', async () => {
  const stopping = new AbortController()
  const reading = extractText(await makePdf(RESUME_LINES), { signal: stopping.signal })
  stopping.abort(new Error('stopping'))
  await expect(reading).rejects.toThrow('stopping')
  expect(childrenOfThisProcess()).toEqual([])
})

const realFolder = '../shared/data/resumes/pdf'
test.skipIf(!existsSync(realFolder))('every real PDF has a text (skipped where the shared data is not)', { timeout: 180_000 }, async () => {
  const names = readdirSync(realFolder)
  const texts: (string | null)[] = []
  for (let index = 0; index < names.length; index += 2) {
    const pair = names.slice(index, index + 2).map((name) => extractText(readFileSync(`${realFolder}/${name}`)))
    texts.push(...(await Promise.all(pair)).map((extraction) => (extraction.ok ? extraction.text : null)))
  }
  expect(texts).toHaveLength(48)
  expect(texts.filter((text) => text === null || text.length < 1000)).toEqual([])
})

function childrenOfThisProcess(): string[] {
  const rows = execFileSync('ps', ['-A', '-o', 'ppid=,args='], { encoding: 'utf8' }).split('\n')
  return rows.filter((row) => Number.parseInt(row) === process.pid && row.includes('workers/documents/child.ts'))
}
