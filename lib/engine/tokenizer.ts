import { EngineError } from './errors.ts'
import { ownValue, requireObject, show } from './models/config-fields.ts'
import { createByteLevelSegmenter } from './tokenizers/byte-level.ts'
import { readDefinition, type TokenizerDefinition } from './tokenizers/definition.ts'
import type { Atom, Segmenter } from './tokenizers/segmenter.ts'
import { createUnigramSegmenter } from './tokenizers/unigram.ts'
import { createWordPieceSegmenter } from './tokenizers/word-piece.ts'

/** Turns text into token ids the way Hugging Face's tokenizers do, and long text into windows with offsets. Knows no files and no model. */
export interface Tokenizer {
  /** Every id is below it. */
  readonly idLimit: number
  encode(text: string, maxLength: number): number[]
  windows(text: string, windowTokens: number, maxWindows: number): TokenWindow[]
}

export interface TokenWindow {
  inputIds: number[]
  /** UTF-16 offsets: `text.slice(start, end)` is what the window holds. */
  start: number
  end: number
}

const SEGMENTERS = new Map<unknown, (definition: TokenizerDefinition) => Segmenter>([['WordPiece', createWordPieceSegmenter], ['BPE', createByteLevelSegmenter], ['Unigram', createUnigramSegmenter]])

export function createTokenizer(tokenizerJson: unknown, configJson: unknown, where: string): Tokenizer {
  const definition = readDefinition(tokenizerJson, where)
  const type = ownValue(definition.model, 'type')
  const createSegmenter = SEGMENTERS.get(type)
  if (createSegmenter === undefined) throw new EngineError(`${where}: WordPiece, BPE and Unigram tokenizers are supported, this one is ${show(type)}.`)
  const { frame, atoms } = createSegmenter(definition)
  const config = requireObject(configJson, where.replace(/tokenizer\.json$/, 'tokenizer_config.json'))
  if (ownValue(config, 'add_eos_token') === true && frame.after.length === 0) throw new EngineError(`${where}: its configuration asks for a closing token that its post_processor does not add; write it into the post_processor.`)
  const framing = frame.before.length + frame.after.length

  function encode(text: string, maxLength: number): number[] {
    const room = maxLength - framing
    if (room < 0) throw new EngineError(`A maximum length of ${maxLength} tokens leaves no room for the ${framing} that frame every text.`)
    const ids: number[] = []
    for (const atom of atoms(text)) {
      if (ids.length >= room) break
      for (const id of atom.ids) if (ids.length < room) ids.push(id)
    }
    return [...frame.before, ...ids, ...frame.after]
  }

  function windows(text: string, windowTokens: number, maxWindows: number): TokenWindow[] {
    const capacity = windowTokens - framing
    if (capacity < 1) throw new EngineError(`A window of ${windowTokens} tokens leaves no room for text beside the ${framing} that frame it.`)
    if (!/\S/.test(text)) return []
    const found: TokenWindow[] = []
    const wrap = (part: readonly Atom[]) => ({ inputIds: [...frame.before, ...part.flatMap((atom) => atom.ids), ...frame.after], start: part[0]!.start, end: part.at(-1)!.end })
    let open: Atom[] = []
    let size = 0
    for (const atom of atoms(text)) {
      for (const piece of splitAtom(atom, capacity)) {
        while (size + piece.ids.length > capacity) {
          const cut = piece.beginsWord ? open.length : lastWordStart(open, capacity)
          found.push(wrap(open.slice(0, cut)))
          if (found.length >= maxWindows) return found
          open = open.slice(cut)
          size = open.reduce((sum, { ids }) => sum + ids.length, 0)
        }
        open.push(piece)
        size += piece.ids.length
      }
    }
    if (size > 0) found.push(wrap(open))
    return found
  }

  return { idLimit: definition.idLimit, encode, windows }
}

/** Where to cut a full window whose last word goes on: before that word, unless half of the window would stay empty (scripts without spaces). */
function lastWordStart(open: readonly Atom[], capacity: number): number {
  let moved = 0
  for (let index = open.length - 1; index > 0 && moved <= capacity / 2; index--) {
    moved += open[index]!.ids.length
    if (open[index]!.beginsWord) return index
  }
  return open.length
}

/** A word of more tokens than a window goes on in the next one; each part carries the offsets of the whole word. */
function splitAtom(atom: Atom, capacity: number): Atom[] {
  if (atom.ids.length <= capacity) return [atom]
  const parts: Atom[] = []
  for (let index = 0; index < atom.ids.length; index += capacity) parts.push({ ...atom, ids: atom.ids.slice(index, index + capacity), beginsWord: atom.beginsWord && index === 0 })
  return parts
}
