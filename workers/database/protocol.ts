/** Messages of the PostgreSQL frontend/backend protocol 3.0 as bytes. Knows their shape, not their meaning. */

/** First four bytes of a startup packet that asks for something other than a session. */
export const REQUEST = { cancel: 80877102, ssl: 80877103, gssEncryption: 80877104 } as const

export type TransactionStatus = 'I' | 'T' | 'E'

export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

/** type byte, length that counts itself, body; strings in the body end with a zero byte */
export function message(type: string, ...body: (Buffer | string)[]): Buffer {
  const parts = body.map((part) => (typeof part === 'string' ? Buffer.from(`${part}\0`) : part))
  const length = parts.reduce((sum, part) => sum + part.length, 4)
  return Buffer.concat([Buffer.from(type), int32(length), ...parts])
}

export function errorResponse(severity: 'ERROR' | 'FATAL', code: string, text: string): Buffer {
  return message('E', Buffer.from(`S${severity}\0V${severity}\0C${code}\0M${text}\0\0`))
}

export function readyForQuery(status: TransactionStatus): Buffer {
  return message('Z', Buffer.from(status))
}

export function query(text: string): Buffer {
  return message('Q', text)
}

/** Where the zero-terminated string at `offset` ends; throws when it does not. */
export function endOfString(bytes: Buffer, offset: number): number {
  const end = bytes.indexOf(0, offset)
  if (end < 0) throw new ProtocolViolation('a string without an end')
  return end
}

export function readString(bytes: Buffer, offset: number): { text: string; next: number } {
  const end = endOfString(bytes, offset)
  return { text: bytes.toString('utf8', offset, end), next: end + 1 }
}

/** The client sent something that the protocol does not allow: it is told and disconnected. */
export class ProtocolViolation extends Error {}
