import { Tokenizer as LibraryTokenizer } from '@huggingface/tokenizers'
import { EngineError } from './errors.ts'

/** Turns text into token ids the way Hugging Face's BERT tokenizer does, and long text into windows with offsets. Knows no files and no model. */
export interface Tokenizer {
  readonly padTokenId: number
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

/** A stretch of text that the tokenizer never joins with its neighbours: a word, a punctuation mark, a Chinese character, a special token. */
interface Atom {
  ids: readonly number[]
  start: number
  end: number
  beginsWord: boolean
}

// BERT's clean-up turns \t \n \r and Unicode spaces into separators; other control characters vanish and so join what they stood between.
const SEPARATOR = '\\t\\n\\r\\p{Z}'
const PUNCTUATION = '\\p{P}!-/:-@\\[-`{-~'
// The blocks that BERT treats as one word per character.
const CHINESE = '\\u3400-\\u4DBF\\u4E00-\\u9FFF\\uF900-\\uFAFF\\u{20000}-\\u{2A6DF}\\u{2A700}-\\u{2CEAF}\\u{2F800}-\\u{2FA1F}'
const CACHED_WORDS = 50_000
const CACHED_WORD_CHARACTERS = 64

export function createTokenizer(tokenizerJson: unknown, configJson: unknown, where: string): Tokenizer {
  const definition = tokenizerJson as { model?: { type?: string; vocab?: Record<string, number> }; added_tokens?: { content: string; id: number }[] }
  if (definition?.model?.type !== 'WordPiece' || typeof definition.model.vocab !== 'object') {
    throw new EngineError(`${where}: only WordPiece tokenizers are supported, this one is ${JSON.stringify(definition?.model?.type ?? null)}.`)
  }
  let library: LibraryTokenizer
  try {
    library = new LibraryTokenizer(definition, configJson as object)
  } catch (cause) {
    throw new EngineError(`${where} is not a valid tokenizer definition.`, { cause })
  }
  const idOf = (token: string) => {
    const id = library.token_to_id(token)
    if (id === undefined) throw new EngineError(`${where} has no ${token} token.`)
    return id
  }
  const [classId, separatorId, padTokenId] = [idOf('[CLS]'), idOf('[SEP]'), idOf('[PAD]')]
  const special = (definition.added_tokens ?? []).map(({ content }) => content.replace(/[^\w\s]/g, '\\$&'))
  const atomPattern = new RegExp([...special, `[${PUNCTUATION}]`, `[${CHINESE}]`, `[^${SEPARATOR}${PUNCTUATION}${CHINESE}]+`].join('|'), 'gu')
  const cache = new Map<string, readonly number[]>()

  function idsOf(word: string): readonly number[] {
    const cached = cache.get(word)
    if (cached) return cached
    // Per character, as the reference does: JavaScript alone would write a word's last Σ as ς.
    const ids = library.encode(word.replaceAll('Σ', 'σ'), { add_special_tokens: false }).ids
    if (word.length <= CACHED_WORD_CHARACTERS) {
      if (cache.size >= CACHED_WORDS) cache.clear()
      cache.set(word, ids)
    }
    return ids
  }

  function* atoms(text: string): Generator<Atom> {
    let previousEnd = -1
    for (const match of text.matchAll(atomPattern)) {
      const start = match.index
      const end = start + match[0].length
      yield { ids: idsOf(match[0]), start, end, beginsWord: start !== previousEnd }
      previousEnd = end
    }
  }

  function encode(text: string, maxLength: number): number[] {
    if (maxLength < 2) throw new EngineError(`A maximum length of ${maxLength} tokens leaves no room for [CLS] and [SEP].`)
    const ids = [classId]
    for (const atom of atoms(text)) {
      for (const id of atom.ids) if (ids.length < maxLength - 1) ids.push(id)
      if (ids.length >= maxLength - 1) break
    }
    ids.push(separatorId)
    return ids
  }

  function windows(text: string, windowTokens: number, maxWindows: number): TokenWindow[] {
    if (windowTokens < 3) throw new EngineError(`A window of ${windowTokens} tokens leaves no room for text between [CLS] and [SEP].`)
    const found: TokenWindow[] = []
    const wrap = (part: readonly Atom[]) => ({ inputIds: [classId, ...part.flatMap((atom) => atom.ids), separatorId], start: part[0]!.start, end: part.at(-1)!.end })
    const capacity = windowTokens - 2
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

  const idLimit = 1 + Object.values(definition.model.vocab as Record<string, number>).reduce((largest, id) => Math.max(largest, id), -1)
  return { padTokenId, idLimit, encode, windows }
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
