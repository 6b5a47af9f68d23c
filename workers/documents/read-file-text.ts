/** A file's text by what the file is, or why it has none. */
import { decodeText } from '../../lib/documents/decode-text.ts'
import { detectFileType } from '../../lib/documents/detect-file-type.ts'
import { joinDividedWords, normalizeText } from '../../lib/documents/normalize-text.ts'
import { UnreadableFile } from './unreadable-file.ts'

/** Far above any résumé or job; beyond it the file is something else. */
const TEXT_LIMIT = 1_000_000

export async function readFileText(bytes: Buffer): Promise<string> {
  if (bytes.length === 0) throw new UnreadableFile('The file is empty. Check the original and upload it again.')
  const text = await readByType(bytes)
  if (text.length > TEXT_LIMIT) throw new UnreadableFile('The file holds more text than a document for one person or job. Split it and upload the parts.')
  return text
}

async function readByType(bytes: Buffer): Promise<string> {
  const type = detectFileType(bytes)
  // Only the parser that is needed is loaded: each file has a process of its own.
  if (type === 'pdf') return joinDividedWords(normalizeText(await (await import('./read-pdf.ts')).readPdf(bytes)))
  if (type === 'zip') return normalizeText(await (await import('./read-docx.ts')).readDocx(bytes))
  if (type === 'text') return normalizeText(readPlainText(bytes))
  if (type === 'ole') throw new UnreadableFile(bytes.includes(Buffer.from('EncryptedPackage', 'utf16le')) ? 'The document is protected by a password. Save it without one and upload it again, or type its text.' : 'The file is in the format of old office programs (such as .doc). Save it as DOCX or PDF and upload it again.')
  if (type === 'rtf') throw new UnreadableFile('The file is in rich text format (RTF). Save it as DOCX or PDF and upload it again.')
  if (type === 'picture') throw new UnreadableFile('The file is a picture and has no readable text. Upload the document it was made from, or type its text.')
  throw new UnreadableFile('The file is neither a PDF, a Word document (DOCX) nor plain text. Save it as one of these and upload it again.')
}

function readPlainText(bytes: Buffer): string {
  const decoded = decodeText(bytes)
  if (!decoded) throw new UnreadableFile('The file is not text in UTF-8, UTF-16 or Windows-1252. Save it as UTF-8 text, DOCX or PDF and upload it again.')
  if (/^\s*<(?:!doctype html|html)[\s>]/iu.test(decoded.text)) throw new UnreadableFile('The file is a web page. Open it, save it as PDF and upload that.')
  return decoded.text
}
