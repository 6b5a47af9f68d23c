/** Files for tests, good and bad, made here so that none of them is anybody's. */
import { deflateRawSync } from 'node:zlib'
import { buffer } from 'node:stream/consumers'
import { Document, Packer, Paragraph, Table, TableCell, TableRow } from 'docx'
import PDFDocument from 'pdfkit'

export const RESUME_LINES = [
  'Ada Example',
  'Senior Accountant | Leeds, UK | ada.example@example.com | +44 20 7946 0958',
  'Summary',
  'Accountant with 12 years of experience in month-end close, consolidation and audits.',
  'Skills: general ledger, accruals, Excel, SAP, reconciliation, budgeting, forecasting.',
]

export async function makePdf(lines: readonly string[], options: { userPassword?: string; isImageOnly?: boolean } = {}): Promise<Buffer> {
  const pdf = new PDFDocument({ userPassword: options.userPassword, compress: true })
  const bytes = buffer(pdf)
  if (options.isImageOnly) pdf.rect(50, 50, 300, 400).fill('#777')
  else for (const line of lines) pdf.text(line)
  pdf.end()
  return bytes
}

export async function makeDocx(lines: readonly string[], cells: readonly string[] = []): Promise<Buffer> {
  const table = cells.length > 0 ? [new Table({ rows: [new TableRow({ children: cells.map((text) => new TableCell({ children: [new Paragraph(text)] })) })] })] : []
  return Packer.toBuffer(new Document({ sections: [{ children: [...lines.map((text) => new Paragraph(text)), ...table] }] }))
}

export interface ZipPart {
  name: string
  bytes: Buffer
  /** What the archive says the part unpacks to; the truth when absent. */
  claimedSize?: number
  flags?: number
}

/** A ZIP archive by hand: it may lie about sizes. */
export function makeZip(parts: readonly ZipPart[]): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, bytes, claimedSize = bytes.length, flags = 0 } of parts) {
    const packed = deflateRawSync(bytes, { level: 9 })
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(flags, 2)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(claimedSize, 18)
    fields.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), fields, Buffer.from(name), packed])
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.from([20, 0]), fields, place, Buffer.from(name)]))
    locals.push(local)
    offset += local.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(parts.length, 4)
  end.writeUInt16LE(parts.length, 6)
  end.writeUInt32LE(listed.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...locals, listed, Buffer.from('PK\u0005\u0006'), end])
}

/** A Word document whose text is `megabytes` of one letter. */
export function makeZipBomb(megabytes: number, claimedSize?: number): Buffer {
  return makeZip([
    { name: '[Content_Types].xml', bytes: Buffer.from('<Types/>') },
    { name: 'word/document.xml', bytes: Buffer.alloc(megabytes * 1024 * 1024, 'a'), ...(claimedSize === undefined ? {} : { claimedSize }) },
  ])
}
