/** What a file is, by its first bytes. Its name is not asked. */
export type FileType = 'pdf' | 'zip' | 'ole' | 'rtf' | 'picture' | 'text' | 'binary'

export const MEDIA_TYPES: Record<FileType, string> = {
  pdf: 'application/pdf',
  zip: 'application/octet-stream',
  ole: 'application/octet-stream',
  rtf: 'application/rtf',
  picture: 'application/octet-stream',
  text: 'text/plain',
  binary: 'application/octet-stream',
}

const PICTURES = ['\u0089PNG', '\u00FF\u00D8\u00FF', 'GIF8', 'II*\0', 'MM\0*']

export function detectFileType(bytes: Uint8Array): FileType {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096)).toString('latin1')
  // The format allows up to 1024 bytes before the header.
  if (head.slice(0, 1029).includes('%PDF-')) return 'pdf'
  if (head.startsWith('PK\u0003\u0004') || head.startsWith('PK\u0005\u0006')) return 'zip'
  if (head.startsWith('\u00D0\u00CF\u0011\u00E0')) return 'ole'
  if (head.startsWith('{\\rtf')) return 'rtf'
  if (PICTURES.some((start) => head.startsWith(start)) || /^RIFF....WEBP/su.test(head) || /^....ftyp/su.test(head)) return 'picture'
  if (/^(\u00FF\u00FE|\u00FE\u00FF)/u.test(head)) return 'text' // UTF-16 with a byte order mark
  return head.includes('\0') ? 'binary' : 'text'
}
