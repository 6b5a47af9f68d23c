/** What a `tokenizer.json` says, checked before anything is built from it: a broken or hostile file gives one sentence. It knows no text. */
import { EngineError } from '../errors.ts'
import { ownValue, requireObject, show, type ConfigJson } from '../models/config-fields.ts'

export interface AddedToken { content: string; id: number; /** Swallows the space before it. */ lstrip: boolean; rstrip: boolean }

export interface TokenizerDefinition {
  where: string
  model: ConfigJson
  addedTokens: AddedToken[]
  /** In the order in which they are applied; a sequence is unfolded. */
  normalizers: ConfigJson[]
  preTokenizers: ConfigJson[]
  /** Ids put before and after every text. */
  frame: { before: number[]; after: number[] }
  /** Every id is below it. */
  idLimit: number
}

/** Four times the largest vocabulary that is published. */
const MOST_TOKENS = 2 ** 20
const MOST_ADDED_TOKENS = 10_000
const LONGEST_TOKEN = 10_000
const MOST_STEPS = 16

export function readDefinition(json: unknown, where: string): TokenizerDefinition {
  const definition = requireObject(json, where)
  const model = requireObject(ownValue(definition, 'model') ?? {}, `${where}: its model`)
  const addedTokens = readAddedTokens(ownValue(definition, 'added_tokens') ?? [], where)
  const idLimit = 1 + addedTokens.reduce((largest, { id }) => Math.max(largest, id), checkVocabulary(model, where))
  return {
    where, model, addedTokens, idLimit,
    normalizers: unfold(ownValue(definition, 'normalizer'), 'normalizers', `${where}: its normalizer`),
    preTokenizers: unfold(ownValue(definition, 'pre_tokenizer'), 'pretokenizers', `${where}: its pre_tokenizer`),
    frame: readFrame(unfold(ownValue(definition, 'post_processor'), 'processors', `${where}: its post_processor`), where),
  }
}

function isTokenId(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value < 2 * MOST_TOKENS
}

/** The largest id. BPE and WordPiece map tokens to ids, Unigram lists tokens with their scores. */
function checkVocabulary(model: ConfigJson, where: string): number {
  const vocab = ownValue(model, 'vocab')
  if (typeof vocab !== 'object' || vocab === null) throw new EngineError(`${where}: its model has no vocabulary.`)
  const entries: [unknown, unknown][] = Array.isArray(vocab) ? vocab.map((entry: unknown, id) => (Array.isArray(entry) && typeof entry[1] === 'number' && Number.isFinite(entry[1]) ? [entry[0], id] : [null, id])) : Object.entries(vocab)
  if (entries.length === 0 || entries.length > MOST_TOKENS) throw new EngineError(`${where}: its vocabulary has ${entries.length} tokens; 1 to ${MOST_TOKENS} are supported.`)
  let largest = 0
  for (const [token, id] of entries) {
    if (typeof token !== 'string' || token.length > LONGEST_TOKEN || !isTokenId(id)) throw new EngineError(`${where}: the vocabulary entry ${show(token)} is not a token with a number.`)
    largest = Math.max(largest, id)
  }
  return largest
}

function readAddedTokens(list: unknown, where: string): AddedToken[] {
  if (!Array.isArray(list) || list.length > MOST_ADDED_TOKENS) throw new EngineError(`${where}: added_tokens is not a list of at most ${MOST_ADDED_TOKENS} tokens.`)
  return list.map((value: unknown) => {
    const entry = requireObject(value, `${where}: an entry of added_tokens`)
    const [content, id] = [ownValue(entry, 'content'), ownValue(entry, 'id')]
    if (typeof content !== 'string' || content === '' || content.length > LONGEST_TOKEN || !isTokenId(id)) throw new EngineError(`${where}: the added token ${show(content)} needs a text and an id.`)
    if (ownValue(entry, 'single_word') === true) throw new EngineError(`${where}: the added token ${show(content)} is to stand alone as a word, which is not supported.`)
    return { content, id, lstrip: ownValue(entry, 'lstrip') === true, rstrip: ownValue(entry, 'rstrip') === true }
  })
}

/** A component, or those of a sequence; sequences inside sequences do not occur. */
function unfold(component: unknown, listKey: string, where: string): ConfigJson[] {
  if (component === null || component === undefined) return []
  const json = requireObject(component, where)
  if (ownValue(json, 'type') !== 'Sequence') return [json]
  const list = ownValue(json, listKey)
  if (!Array.isArray(list) || list.length > MOST_STEPS) throw new EngineError(`${where} is a sequence without a list of at most ${MOST_STEPS} steps.`)
  return list.map((step) => requireObject(step, where))
}

function readFrame(processors: readonly ConfigJson[], where: string): TokenizerDefinition['frame'] {
  const framing = processors.filter((processor) => ownValue(processor, 'type') !== 'ByteLevel') // ByteLevel only trims offsets
  const [processor] = framing
  if (processor === undefined) return { before: [], after: [] }
  const type = ownValue(processor, 'type')
  if (framing.length > 1) throw new EngineError(`${where}: several post-processors that add tokens are not supported.`)
  if (type === 'TemplateProcessing') return readTemplate(processor, where)
  if (type !== 'BertProcessing' && type !== 'RobertaProcessing') throw new EngineError(`${where}: the post_processor ${show(type)} is not supported.`)
  const idOf = (key: string): number => {
    const id = (ownValue(processor, key) as unknown[] | undefined)?.[1]
    if (!isTokenId(id)) throw new EngineError(`${where}: its post_processor lacks the id of ${key}.`)
    return id
  }
  return { before: [idOf('cls')], after: [idOf('sep')] }
}

interface TemplatePiece { Sequence?: { id?: unknown }; SpecialToken?: { id?: unknown } }

function readTemplate(processor: ConfigJson, where: string): TokenizerDefinition['frame'] {
  const single = ownValue(processor, 'single')
  const pieces = Array.isArray(single) && single.length <= MOST_STEPS ? single.map((piece) => requireObject(piece, `${where}: its template`) as TemplatePiece) : []
  const text = pieces.findIndex(({ Sequence: sequence }) => sequence?.id === 'A')
  if (text < 0 || pieces.filter((piece) => piece.Sequence !== undefined).length !== 1) throw new EngineError(`${where}: its template for a single text does not hold the text once.`)
  const known = requireObject(ownValue(processor, 'special_tokens') ?? {}, `${where}: its template`)
  const idsOf = (part: readonly TemplatePiece[]): number[] => part.flatMap(({ SpecialToken: token }) => {
    const entry = typeof token?.id === 'string' ? ownValue(known, token.id) : undefined
    const ids = (entry as { ids?: unknown } | null | undefined)?.ids
    if (!Array.isArray(ids) || ids.length > MOST_STEPS || !ids.every(isTokenId)) throw new EngineError(`${where}: its template names the token ${show(token?.id)} without saying its id.`)
    return ids
  })
  return { before: idsOf(pieces.slice(0, text)), after: idsOf(pieces.slice(text + 1)) }
}
