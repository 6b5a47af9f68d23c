/** WordPiece as in BERT: words, punctuation marks and Chinese characters, each divided by the longest known pieces. */
import { EngineError } from '../errors.ts'
import { ownValue, show } from '../models/config-fields.ts'
import { escapeForPattern } from './added-tokens.ts'
import type { TokenizerDefinition } from './definition.ts'
import { createLibraryModel } from './library-model.ts'
import { cachedByWord, type Atom, type Segmenter } from './segmenter.ts'

// BERT's clean-up turns \t \n \r and Unicode spaces into separators; other control characters vanish and so join what they stood between.
const SEPARATOR = '\\t\\n\\r\\p{Z}'
const PUNCTUATION = '\\p{P}!-/:-@\\[-`{-~'
// The blocks that BERT treats as one word per character.
const CHINESE = '\\u3400-\\u4DBF\\u4E00-\\u9FFF\\uF900-\\uFAFF\\u{20000}-\\u{2A6DF}\\u{2A700}-\\u{2CEAF}\\u{2F800}-\\u{2FA1F}'

export function createWordPieceSegmenter({ where, model, addedTokens, normalizers, preTokenizers }: TokenizerDefinition): Segmenter {
  const [normalizer, preTokenizer] = [normalizers[0], preTokenizers[0]]
  if (normalizers.length !== 1 || normalizer?.type !== 'BertNormalizer') throw new EngineError(`${where}: WordPiece is read with BertNormalizer only, not ${show(normalizer?.type)}.`)
  if (preTokenizers.length !== 1 || preTokenizer?.type !== 'BertPreTokenizer') throw new EngineError(`${where}: WordPiece is read with BertPreTokenizer only, not ${show(preTokenizer?.type)}.`)
  const vocab = ownValue(model, 'vocab') as Record<string, number>
  const added = new Map(addedTokens.map(({ content, id }) => [content, id]))
  const idOf = (token: string): number => {
    const id = added.get(token) ?? (Object.hasOwn(vocab, token) ? vocab[token] : undefined)
    if (id === undefined) throw new EngineError(`${where} has no ${token} token.`)
    return id
  }
  const frame = { before: [idOf('[CLS]')], after: [idOf('[SEP]')] }
  idOf(typeof model.unk_token === 'string' ? model.unk_token : '[UNK]')
  const encode = createLibraryModel(model, { normalizer, preTokenizer }, {}, where)
  // per character, as the reference does: JavaScript alone would write a word's last Σ as ς
  const idsOf = cachedByWord((word: string): readonly number[] => {
    const id = added.get(word)
    return id === undefined ? encode(word.replaceAll('Σ', 'σ')).ids : [id]
  })
  const special = [...added.keys()].sort((a, b) => b.length - a.length).map(escapeForPattern)
  const atomPattern = new RegExp([...special, `[${PUNCTUATION}]`, `[${CHINESE}]`, `[^${SEPARATOR}${PUNCTUATION}${CHINESE}]+`].join('|'), 'gu')

  function* atoms(text: string): Generator<Atom> {
    let previousEnd = -1
    for (const match of text.matchAll(atomPattern)) {
      const start = match.index
      const end = start + match[0].length
      yield { ids: idsOf(match[0]), start, end, beginsWord: start !== previousEnd }
      previousEnd = end
    }
  }

  return { frame, atoms }
}
