/** What every kind of tokenizer gives: a text as stretches that are never joined with their neighbours. */
export interface Atom {
  ids: readonly number[]
  start: number
  end: number
  beginsWord: boolean
}

export interface Segmenter {
  /** Ids put before and after every text. */
  readonly frame: { readonly before: readonly number[]; readonly after: readonly number[] }
  atoms(text: string): Iterable<Atom>
}

const CACHED_WORDS = 50_000
const CACHED_WORD_CHARACTERS = 64

/** Remembers what short words became: texts repeat them. */
export function cachedByWord<Value>(compute: (word: string) => Value): (word: string) => Value {
  const cache = new Map<string, Value>()
  return (word) => {
    const cached = cache.get(word)
    if (cached !== undefined) return cached
    const value = compute(word)
    if (word.length <= CACHED_WORD_CHARACTERS) {
      if (cache.size >= CACHED_WORDS) cache.clear()
      cache.set(word, value)
    }
    return value
  }
}
