/** Byte-level BPE as in Llama 3 and Qwen3: words by a pattern, their UTF-8 bytes merged in pairs. */
import { EngineError } from '../errors.ts'
import { ownValue, refuseUnless, show, type ConfigJson } from '../models/config-fields.ts'
import { createSectionFinder } from './added-tokens.ts'
import type { TokenizerDefinition } from './definition.ts'
import { createLibraryModel } from './library-model.ts'
import { composeText, unchangedText, type MappedText } from './mapped-text.ts'
import { cachedByWord, type Atom, type Segmenter } from './segmenter.ts'

/** A pattern from a file could take for ever; these are the known ones in JavaScript's terms: Oniguruma's \s is White_Space, and its case folding knows ſ. */
const CONTRACTION = "'(?:[sSſ]|[tT]|[rR][eE]|[vV][eE]|[mM]|[lL][lL]|[dD])"
const SPACE = '\\p{White_Space}'
const splitPattern = (digits: string): RegExp => new RegExp(
  [CONTRACTION, '[^\\r\\n\\p{L}\\p{N}]?\\p{L}+', digits, ` ?[^${SPACE}\\p{L}\\p{N}]+[\\r\\n]*`, `${SPACE}*[\\r\\n]+`, `${SPACE}+(?!\\P{White_Space})`, `${SPACE}+`].join('|'), 'gu')
const jsonPattern = (digits: string): string => `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|${digits}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`
const PATTERNS = new Map([['\\p{N}{1,3}', 'Llama 3'], ['\\p{N}', 'Qwen']].map(([digits = '']) => [jsonPattern(digits), splitPattern(digits)]))

export function createByteLevelSegmenter(definition: TokenizerDefinition): Segmenter {
  const { where, model, normalizers, preTokenizers, addedTokens, frame } = definition
  for (const key of ['dropout', 'continuing_subword_prefix', 'end_of_word_suffix']) refuseUnless(model, key, [null, undefined, ''], where)
  refuseUnless(model, 'byte_fallback', [false, undefined], where)
  if (!isMergeList(ownValue(model, 'merges'))) throw new EngineError(`${where}: its merges are not a list of pairs of tokens.`)
  const pattern = readPattern(preTokenizers, where)
  const normalise = readNormalizer(normalizers, where)
  const encode = createLibraryModel(model, { preTokenizer: { type: 'ByteLevel', add_prefix_space: false, use_regex: false } }, {}, where)
  const idsOf = cachedByWord((word) => encode(word).ids)
  const sections = createSectionFinder(addedTokens)

  function* atoms(text: string): Generator<Atom> {
    let endsInSpace = true
    for (const section of sections(text)) {
      if (section.token !== null) {
        yield { ids: [section.token.id], start: section.start, end: section.end, beginsWord: endsInSpace }
        endsInSpace = false
        continue
      }
      const normalised = normalise(unchangedText(text.slice(section.start, section.end)))
      for (const match of normalised.text.matchAll(pattern)) {
        const [word] = match
        yield {
          ids: idsOf(word), start: section.start + normalised.startOf(match.index), end: section.start + normalised.endOf(match.index + word.length),
          beginsWord: endsInSpace || /^\p{White_Space}/u.test(word),
        }
        endsInSpace = /\p{White_Space}$/u.test(word)
      }
    }
  }

  return { frame, atoms }
}

function isMergeList(merges: unknown): boolean {
  if (!Array.isArray(merges)) return false
  const isPair = (merge: unknown): boolean => (typeof merge === 'string' ? merge.indexOf(' ') > 0 : Array.isArray(merge) && merge.length === 2 && merge.every((part) => typeof part === 'string'))
  return merges.every((merge) => typeof merge === typeof merges[0] && isPair(merge))
}

function readPattern(steps: readonly ConfigJson[], where: string): RegExp {
  const [split, bytes] = steps
  const regex = (ownValue(split ?? {}, 'pattern') as { Regex?: unknown } | null | undefined)?.Regex
  const pattern = typeof regex === 'string' ? PATTERNS.get(regex) : undefined
  const isSplit = steps.length === 2 && split?.type === 'Split' && split.behavior === 'Isolated' && split.invert !== true
  const isBytes = bytes?.type === 'ByteLevel' && bytes.add_prefix_space !== true && bytes.use_regex === false
  if (pattern === undefined || !isSplit || !isBytes) throw new EngineError(`${where}: this way of splitting text into words is not supported; byte-level BPE is read as Llama 3 and Qwen3 have it.`)
  return pattern
}

function readNormalizer(steps: readonly ConfigJson[], where: string): (text: MappedText) => MappedText {
  const types = steps.map((step) => ownValue(step, 'type'))
  if (types.length === 0) return (text) => text
  if (types.length === 1 && types[0] === 'NFC') return composeText
  throw new EngineError(`${where}: the normalizer ${show(types[0])} is not supported before byte-level BPE.`)
}
