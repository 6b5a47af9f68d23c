/** The model of a tokenizer as @huggingface/tokenizers computes it, for one stretch of text at a time; what comes before and after is ours. */
import { Tokenizer as LibraryTokenizer } from '@huggingface/tokenizers'
import { EngineError } from '../errors.ts'
import { show, type ConfigJson } from '../models/config-fields.ts'

export interface ModelTokens { ids: number[]; tokens: string[] }

/** Steps are given as their JSON, or null for none. */
export function createLibraryModel(model: ConfigJson, steps: { normalizer?: ConfigJson; preTokenizer?: ConfigJson }, config: object, where: string): (text: string) => ModelTokens {
  for (const json of [model, steps.normalizer ?? {}, steps.preTokenizer ?? {}]) refuseNested(json, where)
  let library: LibraryTokenizer
  try {
    library = new LibraryTokenizer({ model, normalizer: steps.normalizer ?? null, pre_tokenizer: steps.preTokenizer ?? null, post_processor: null, decoder: null, added_tokens: [] }, config)
  } catch (cause) {
    throw new EngineError(`${where} is not a valid tokenizer definition.`, { cause })
  }
  return (text) => {
    const encoded = library.encode(text, { add_special_tokens: false })
    if (!encoded.ids.every((id) => Number.isSafeInteger(id))) throw new EngineError(`${where} has no token for a part of ${JSON.stringify(text.slice(0, 40))}, and none for what is unknown.`)
    return encoded
  }
}

/** The library takes settings as they come; vocabulary and merges have been checked before. */
function refuseNested(json: ConfigJson, where: string): void {
  for (const [key, value] of Object.entries(json)) {
    const isChecked = json.type !== undefined && (key === 'vocab' || key === 'merges')
    if (!isChecked && typeof value === 'object' && value !== null) throw new EngineError(`${where}: ${show(key)} must be a plain value, it is ${show(value)}.`)
  }
}
