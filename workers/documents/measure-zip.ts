/** What a ZIP archive really unpacks to, counted by unpacking without keeping anything. An archive that grows too much is refused: its own words about its size are not believed. */
import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createInflateRaw } from 'node:zlib'
import { UnreadableFile } from './unreadable-file.ts'

export interface ZipEntry {
  name: string
  size: number
}

interface Directory {
  name: string
  flags: number
  method: number
  packedSize: number
  offset: number
}

const TOTAL_LIMIT = 100 * 1024 * 1024
const ENTRY_LIMIT = 5000
/** XML packs to about a tenth, rarely to a thirtieth. Small parts may be odd. */
const RATIO_LIMIT = 100
const RATIO_FROM = 20 * 1024 * 1024
const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const LOCAL_ENTRY = 0x04034b50
const DAMAGED = 'The document is damaged or incomplete. Save it anew and upload it again, or type its text.'
const BOMB = 'The document unpacks to far more than a document holds, so it was not opened. Save it anew and upload it again, or type its text.'

export async function measureZip(bytes: Buffer): Promise<ZipEntry[]> {
  const entries: ZipEntry[] = []
  let total = 0
  for (const entry of readDirectory(bytes)) {
    if (entry.flags & 1) throw new UnreadableFile('The document is protected by a password. Save it without one and upload it again, or type its text.')
    const size = await unpackedSize(bytes, entry, TOTAL_LIMIT - total)
    total += size
    if (total > RATIO_FROM && total > bytes.length * RATIO_LIMIT) throw new UnreadableFile(BOMB)
    entries.push({ name: entry.name, size })
  }
  return entries
}

function readDirectory(bytes: Buffer): Directory[] {
  try {
    const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
    if (end < 0 || bytes.readUInt32LE(end) !== END_OF_DIRECTORY) throw new RangeError('no directory')
    const count = bytes.readUInt16LE(end + 10)
    if (count > ENTRY_LIMIT) throw new UnreadableFile(BOMB)
    const entries: Directory[] = []
    let at = bytes.readUInt32LE(end + 16)
    for (let index = 0; index < count; index++) {
      if (bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new RangeError('no entry')
      const [nameLength, extraLength, commentLength] = [bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32)]
      entries.push({ flags: bytes.readUInt16LE(at + 8), method: bytes.readUInt16LE(at + 10), packedSize: bytes.readUInt32LE(at + 20), offset: bytes.readUInt32LE(at + 42), name: bytes.toString('utf8', at + 46, at + 46 + nameLength) })
      at += 46 + nameLength + extraLength + commentLength
    }
    return entries
  } catch (error) {
    if (error instanceof UnreadableFile) throw error
    throw new UnreadableFile(DAMAGED, { cause: error })
  }
}

async function unpackedSize(bytes: Buffer, { method, packedSize, offset }: Directory, limit: number): Promise<number> {
  if (offset + 30 > bytes.length || bytes.readUInt32LE(offset) !== LOCAL_ENTRY) throw new UnreadableFile(DAMAGED)
  const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28)
  if (start + packedSize > bytes.length) throw new UnreadableFile(DAMAGED)
  if (method === 0) return packedSize
  if (method !== 8) throw new UnreadableFile(DAMAGED)
  return countInflated(bytes.subarray(start, start + packedSize), limit)
}

async function countInflated(packed: Buffer, limit: number): Promise<number> {
  let size = 0
  const count = new Writable({
    write(chunk: Buffer, _encoding, done) {
      size += chunk.length
      done(size > limit ? new UnreadableFile(BOMB) : null)
    },
  })
  try {
    await pipeline(Readable.from([packed]), createInflateRaw(), count)
  } catch (error) {
    if (error instanceof UnreadableFile) throw error
    throw new UnreadableFile(DAMAGED, { cause: error })
  }
  return size
}
