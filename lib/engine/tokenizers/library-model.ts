/** The model of a tokenizer as @huggingface/tokenizers computes it, for one stretch of text at a time; what comes before and after is ours. */
import { Tokenizer as LibraryTokenizer } from '@huggingface/tokenizers'
import { EngineError } from '../errors.ts'
import type { ConfigJson } from '../models/config-fields.ts'

export interface ModelTokens { ids: number[]; tokens: string[] }

/** Steps are given as their JSON, or null for none. */
export function createLibraryModel(model: ConfigJson, steps: { normalizer?: ConfigJson; preTokenizer?: ConfigJson }, config: object, where: string): (text: string) => ModelTokens {
  let library: LibraryTokenizer
  try {
    library = new LibraryTokenizer({ model, normalizer: steps.normalizer ?? null, pre_tokenizer: steps.preTokenizer ?? null, post_processor: null, decoder: null, added_tokens: [] }, config)
  } catch (cause) {
    throw new EngineError(`${where} is not a valid tokenizer definition.`, { cause })
  }
  return (text) => library.encode(text, { add_special_tokens: false })
}
