/** The character map that sentencepiece compiles into its models: a double-array trie (darts-clone) from UTF-8 bytes to replacements. */
import { EngineError } from '../errors.ts'
import type { Replacement } from './mapped-text.ts'

/** The reference maps a cluster of characters as a whole when it is shorter than this, else each character. */
const CLUSTER_BYTES = 6
const LARGEST_CHARSMAP = 8_000_000

/** Gives the stretches of a text and what each becomes. */
export function readCharsmap(base64: unknown, where: string): (text: string) => Iterable<Replacement> {
  if (base64 === null || base64 === undefined || base64 === '') return unchanged
  if (typeof base64 !== 'string' || base64.length > LARGEST_CHARSMAP) throw new EngineError(`${where}: its precompiled_charsmap is not a text of at most ${LARGEST_CHARSMAP} characters.`)
  const bytes = Uint8Array.from(Buffer.from(base64, 'base64'))
  const trieBytes = bytes.length < 4 ? 0 : new DataView(bytes.buffer).getUint32(0, true)
  if (trieBytes === 0 || trieBytes % 4 !== 0 || 4 + trieBytes > bytes.length) throw new EngineError(`${where}: its precompiled_charsmap is cut off.`)
  const trie = new Uint32Array(bytes.slice(4, 4 + trieBytes).buffer)
  const texts = bytes.subarray(4 + trieBytes)
  const encoder = new TextEncoder()
  const clusters = new Intl.Segmenter('und', { granularity: 'grapheme' })
  const replacementOf = (key: Uint8Array): string | null => {
    const position = shortestPrefix(trie, key)
    if (position === null) return null
    const end = texts.indexOf(0, position)
    return new TextDecoder().decode(texts.subarray(position, end < 0 ? texts.length : end))
  }
  return function* stretches(text) {
    for (const { segment, index } of clusters.segment(text)) {
      const key = encoder.encode(segment)
      const whole = key.length < CLUSTER_BYTES ? replacementOf(key) : null
      if (whole !== null) {
        yield { start: index, end: index + segment.length, text: whole }
        continue
      }
      let start = index
      for (const character of segment) {
        yield { start, end: start + character.length, text: (key.length > 1 || segment.length > 1 ? replacementOf(encoder.encode(character)) : null) ?? character }
        start += character.length
      }
    }
  }
}

function* unchanged(text: string): Generator<Replacement> {
  if (text !== '') yield { start: 0, end: text.length, text }
}

/** Value of the shortest key in the trie that begins `key`, as the reference takes it; null without one. A position outside a broken trie reads as a wrong label. */
function shortestPrefix(trie: Uint32Array, key: Uint8Array): number | null {
  let node = offsetOf(trie[0] ?? 0)
  for (const byte of key) {
    if (byte === 0) return null
    node ^= byte
    const unit = trie[node] ?? 0
    if ((unit & 0x800000ff) !== byte) return null // the label, negative for a value
    node ^= offsetOf(unit)
    if ((unit & 0x100) !== 0) return (trie[node] ?? 0) & 0x7fffffff
  }
  return null
}

function offsetOf(unit: number): number {
  return ((unit >>> 10) << ((unit & 0x200) >>> 6)) >>> 0
}
