/** The text of a PDF in reading order, page after page. */
import { getDocumentProxy } from 'unpdf'
import { UnreadableFile } from './unreadable-file.ts'

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>
type Page = Awaited<ReturnType<Pdf['getPage']>>

const PAGE_LIMIT = 300
const TEXT_LIMIT = 2_000_000
/** PDF.js reports these by name. */
const SENTENCES: Record<string, string> = {
  PasswordException: 'The PDF is protected by a password. Save it without one and upload it again, or type its text.',
  InvalidPDFException: 'The PDF is damaged or incomplete. Save it anew and upload it again, or type its text.',
}

export async function readPdf(bytes: Buffer): Promise<string> {
  try {
    const pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0, disableFontFace: true, useSystemFonts: false, stopAtErrors: false })
    return await readPages(pdf)
  } catch (error) {
    if (error instanceof UnreadableFile) throw error
    throw new UnreadableFile(SENTENCES[(error as Error).name] ?? SENTENCES['InvalidPDFException']!, { cause: error })
  }
}

async function readPages(pdf: Pdf): Promise<string> {
  if (pdf.numPages > PAGE_LIMIT) throw new UnreadableFile(`The PDF has ${pdf.numPages} pages; up to ${PAGE_LIMIT} are read. Upload the pages that matter.`)
  const pages: string[] = []
  let length = 0
  for (let number = 1; number <= pdf.numPages && length < TEXT_LIMIT; number++) {
    const page = await pdf.getPage(number)
    const text = await readPage(page)
    page.cleanup()
    pages.push(text)
    length += text.length
  }
  const text = pages.join('\n\n')
  if (!/\p{L}/u.test(text)) throw new UnreadableFile('The PDF has no readable text: it seems to be a scan. Upload the document it was made from, or type its text.')
  return text
}

async function readPage(page: Page): Promise<string> {
  const { items } = await page.getTextContent()
  let text = ''
  for (const item of items) if ('str' in item) text += item.hasEOL ? `${item.str}\n` : item.str
  return text
}
