/** Bytes as text: UTF-8, UTF-16 with a byte order mark, or Windows-1252 where the bytes look like it. Null when they are no text that we can tell. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

export interface DecodedText {
  text: string
  encoding: TextEncoding
}

export function decodeText(bytes: Uint8Array): DecodedText | null {
  const marked = markedEncoding(bytes)
  const encoding = marked ?? (decodes(bytes, 'utf-8') !== null ? 'utf-8' : looksLikeWindows1252(bytes) ? 'windows-1252' : null)
  if (encoding === null) return null
  const text = decodes(bytes, encoding)
  return text === null ? null : { text, encoding }
}

function markedEncoding(bytes: Uint8Array): TextEncoding | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return null
}

function decodes(bytes: Uint8Array, encoding: TextEncoding): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** Bytes that stand for no character, and a share of accented letters that no language written in it has. */
const UNASSIGNED = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d])
const MOST_ACCENTED = 0.3

function looksLikeWindows1252(bytes: Uint8Array): boolean {
  let high = 0
  for (const byte of bytes) {
    const isControl = byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c
    if (isControl || UNASSIGNED.has(byte)) return false
    if (byte >= 0x80) high++
  }
  return high <= bytes.length * MOST_ACCENTED
}
