/** Unigram models of sentencepiece as in XLM-RoBERTa: characters normalised by the model's own map, words marked with ▁, the likeliest division into tokens. */
import { EngineError } from '../errors.ts'
import { ownValue, refuseUnless, show, type ConfigJson } from '../models/config-fields.ts'
import { createSectionFinder } from './added-tokens.ts'
import type { TokenizerDefinition } from './definition.ts'
import { createLibraryModel, type ModelTokens } from './library-model.ts'
import { composeText, matches, replaceStretches, unchangedText, type MappedText } from './mapped-text.ts'
import { readCharsmap } from './precompiled-charsmap.ts'
import { cachedByWord, type Atom, type Segmenter } from './segmenter.ts'

const MARK = '▁'
/** A word of more characters is cut: without spaces, a whole document would be one lattice. */
const LONGEST_WORD = 4096
/** A word of more tokens gives its tokens one by one, so that windows can end inside a text without spaces. */
const TOKENS_OF_A_WORD = 16

type Normalise = (text: MappedText) => MappedText

export function createUnigramSegmenter(definition: TokenizerDefinition): Segmenter {
  const { where, model, addedTokens, frame } = definition
  refuseUnless(model, 'byte_fallback', [false, undefined], where)
  const [vocab, unknown] = [ownValue(model, 'vocab'), ownValue(model, 'unk_id')]
  if (!Array.isArray(vocab) || typeof unknown !== 'number' || !Number.isSafeInteger(unknown) || unknown < 0 || unknown >= vocab.length) throw new EngineError(`${where}: its Unigram model needs a list of tokens with scores and the unk_id of one of them.`)
  const normalise = readNormalizers(definition.normalizers, where)
  const { splitsAtSpace, prepend } = readPreTokenizers(definition.preTokenizers, where)
  const encode = cachedByWord(createLibraryModel(model, {}, {}, where))
  const sections = createSectionFinder(addedTokens)
  const words = splitsAtSpace ? /\P{White_Space}+/gu : /[^]+/gu

  function* atoms(text: string): Generator<Atom> {
    let previousEnd = -1
    for (const section of sections(text)) {
      const found = section.token === null
        ? inSection(normalise(unchangedText(text.slice(section.start, section.end))), section.start)
        : [{ ids: [section.token.id], start: section.start, end: section.end }]
      for (const atom of found) {
        yield { ...atom, beginsWord: atom.start !== previousEnd }
        previousEnd = atom.end
      }
    }
  }

  function* inSection(normalised: MappedText, sectionStart: number): Generator<Omit<Atom, 'beginsWord'>> {
    for (const match of normalised.text.matchAll(words)) {
      const marked = match[0].replaceAll(' ', MARK)
      const isPrepended = !marked.startsWith(MARK) && (prepend === 'always' || (prepend === 'first' && sectionStart === 0 && match.index === 0))
      let position = match.index - Number(isPrepended)
      for (const word of divide(isPrepended ? MARK + marked : marked)) {
        yield* inWord(encode(word), normalised, position, sectionStart)
        position += word.length
      }
    }
  }

  /** Tokens of a word that begins at `position` of the normalised text; a prepended mark stands before it. */
  function* inWord({ ids, tokens }: ModelTokens, normalised: MappedText, position: number, sectionStart: number): Generator<Omit<Atom, 'beginsWord'>> {
    const offsets = (first: number, end: number): { start: number; end: number } => {
      const from = Math.max(first, position)
      const isSpace = normalised.text[from] === ' ' && end - from > 1 // the space that became the mark is not shown
      return { start: sectionStart + normalised.startOf(isSpace ? from + 1 : from), end: sectionStart + normalised.endOf(end) }
    }
    const lengthOf = (part: readonly string[]): number => part.reduce((total, token) => total + token.length, 0)
    if (tokens.length <= TOKENS_OF_A_WORD) {
      yield { ids, ...offsets(Math.max(0, position), position + lengthOf(tokens)) }
      return
    }
    let start = position
    for (const [index, token] of tokens.entries()) {
      yield { ids: [ids[index] as number], ...offsets(Math.max(0, start), start + token.length) }
      start += token.length
    }
  }

  return { frame, atoms }
}

/** A word begins at each mark. */
function* divide(marked: string): Generator<string> {
  for (let start = 0; start < marked.length;) {
    const next = marked.indexOf(MARK, start + 1)
    let end = Math.min(next < 0 ? marked.length : next, start + LONGEST_WORD)
    if (end < marked.length && /[\uDC00-\uDFFF]/.test(marked[end] as string)) end-- // not inside a pair of surrogates
    yield marked.slice(start, end)
    start = end
  }
}

function readNormalizers(steps: readonly ConfigJson[], where: string): Normalise {
  const all = steps.map((step): Normalise => {
    const type = ownValue(step, 'type')
    if (type === 'NFC') return composeText
    if (type === 'Precompiled') {
      const stretches = readCharsmap(ownValue(step, 'precompiled_charsmap'), where)
      return (text) => replaceStretches(text, stretches(text.text))
    }
    const [pattern, content] = [(ownValue(step, 'pattern') as { Regex?: unknown } | null | undefined)?.Regex, ownValue(step, 'content')]
    if (type === 'Replace' && pattern === ' {2,}' && (content === ' ' || content === MARK)) return (text) => replaceStretches(text, matches(text.text, / {2,}/g, () => content))
    if (type === 'Strip') return (text) => replaceStretches(text, matches(text.text, stripPattern(step), () => ''))
    throw new EngineError(`${where}: the normalizer ${show(type)} is not supported before a Unigram model.`)
  })
  return (text) => all.reduce((result, step) => step(result), text)
}

function stripPattern(step: ConfigJson): RegExp {
  const sides = [...(ownValue(step, 'strip_left') === true ? ['^\\p{White_Space}+'] : []), ...(ownValue(step, 'strip_right') === true ? ['(?<!\\p{White_Space})\\p{White_Space}+$'] : [])]
  return new RegExp(sides.length === 0 ? '(?!)' : sides.join('|'), 'gu')
}

function readPreTokenizers(steps: readonly ConfigJson[], where: string): { splitsAtSpace: boolean; prepend: 'always' | 'first' | 'never' } {
  const types = steps.map((step) => ownValue(step, 'type'))
  const metaspace = steps.at(-1) ?? {}
  const isKnown = types.at(-1) === 'Metaspace' && (types.length === 1 || (types.length === 2 && types[0] === 'WhitespaceSplit'))
  if (!isKnown || (ownValue(metaspace, 'replacement') ?? MARK) !== MARK || ownValue(metaspace, 'split') === false) {
    throw new EngineError(`${where}: this way of splitting text into words is not supported; Unigram models are read as XLM-RoBERTa has them.`)
  }
  const prepend = ownValue(metaspace, 'prepend_scheme') ?? (ownValue(metaspace, 'add_prefix_space') === false ? 'never' : 'always')
  if (prepend !== 'always' && prepend !== 'first' && prepend !== 'never') throw new EngineError(`${where}: prepend_scheme ${show(prepend)} is not supported.`)
  return { splitsAtSpace: types.length === 2, prepend }
}
