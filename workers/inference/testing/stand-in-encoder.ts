/** An encoder of four numbers for tests of what surrounds encoding: it remembers what it was given and can be told to fail. */
import { basename } from 'node:path'
import type { EncodedDocument, Encoder } from '#lib/engine/encoder.ts'
import { normalised } from '#lib/matching/testing/matching-fixture.ts'
import { EncoderCache } from '../encoder-cache.ts'

export interface StandIn {
  encoders: EncoderCache
  /** Every text encoded, with the folder of the weights. */
  encoded: { folder: string; text: string }[]
  opened: string[]
  released: string[]
  /** Called before each text; what it throws, encoding throws. */
  beforeText: (text: string) => Promise<void> | void
}

export function standIn(): StandIn {
  const record: StandIn = { encoders: new EncoderCache({ openFolder: open }), encoded: [], opened: [], released: [], beforeText: () => undefined }
  async function open(path: string): Promise<Encoder> {
    const folder = basename(path)
    record.opened.push(folder)
    return {
      hiddenSize: 4,
      maxLength: 256,
      encode: async (texts) => texts.map((text) => vectorOf(folder, text)),
      async encodeDocuments(texts) {
        const documents: EncodedDocument[] = []
        for (const text of texts) {
          await record.beforeText(text)
          record.encoded.push({ folder, text })
          const embedding = vectorOf(folder, text)
          documents.push({ embedding, windows: [{ start: 0, end: text.length, embedding }], isTruncated: false })
        }
        return documents
      },
      async release() {
        record.released.push(folder)
      },
    }
  }
  return record
}

/** Two folders give the same text different vectors. */
export function vectorOf(folder: string, text: string): Float32Array {
  const numbers = [1, 0, 0, 0]
  for (const [index, character] of Array.from(folder + text).entries()) numbers[index % 4]! += character.codePointAt(0)! % 13
  return normalised(numbers)
}
