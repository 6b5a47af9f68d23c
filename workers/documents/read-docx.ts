/** The text of a Word document. The archive is measured before a parser sees it. */
import mammoth from 'mammoth'
import { measureZip } from './measure-zip.ts'
import type { ZipEntry } from './measure-zip.ts'
import { UnreadableFile } from './unreadable-file.ts'

const MAIN_PART = 'word/document.xml'
/** The tree that mammoth builds takes about twenty times the size of its XML. */
const MAIN_PART_LIMIT = 16 * 1024 * 1024
const DAMAGED = 'The Word document is damaged or incomplete. Save it anew and upload it again, or type its text.'

export async function readDocx(bytes: Buffer): Promise<string> {
  const entries = await measureZip(bytes)
  checkIsWord(entries)
  try {
    const { value } = await mammoth.extractRawText({ buffer: bytes })
    if (!/\p{L}/u.test(value)) throw new UnreadableFile('The Word document has no readable text. Upload the document it was made from, or type its text.')
    return value
  } catch (error) {
    if (error instanceof UnreadableFile) throw error
    throw new UnreadableFile(DAMAGED, { cause: error })
  }
}

function checkIsWord(entries: readonly ZipEntry[]): void {
  const has = (name: string) => entries.some((entry) => entry.name === name)
  if (has(MAIN_PART)) {
    if (entries.some(({ name, size }) => name === MAIN_PART && size > MAIN_PART_LIMIT)) throw new UnreadableFile('The Word document holds more text than a document for one person or job. Split it and upload the parts.')
    return
  }
  if (has('xl/workbook.xml')) throw new UnreadableFile('The file is an Excel workbook. Save the sheet as CSV and upload that.')
  if (has('ppt/presentation.xml')) throw new UnreadableFile('The file is a presentation. Save it as PDF and upload that.')
  if (has('content.xml')) throw new UnreadableFile('The file is an OpenDocument file. Save it as DOCX or PDF and upload it again.')
  throw new UnreadableFile('The file is a ZIP archive without a Word document. Unpack it and upload the files in it.')
}
