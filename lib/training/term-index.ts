/** Which words of a short text a long one contains, rare words counting more (inverse document frequency). Knows no model. */
export interface TermIndex {
  /** Weighted share, 0 to 1, of the words of `wanted` that each document contains, for those that contain any; null when `wanted` has no word that tells anything. */
  coverageOf(wanted: string): Map<string, number> | null
}

/** A word in this share of all documents or more tells nothing about one of them. */
const TOO_COMMON = 0.6

export function createTermIndex(documents: ReadonlyMap<string, string>): TermIndex {
  const documentsWith = new Map<string, string[]>()
  for (const [id, text] of documents) {
    for (const term of new Set(termsIn(text))) {
      const ids = documentsWith.get(term)
      if (ids) ids.push(id)
      else documentsWith.set(term, [id])
    }
  }

  /** idf = ln((N + 1) / (df + 1)); words that no document has still count, for nobody fulfils them. */
  const weight = (term: string) => {
    const count = documentsWith.get(term)?.length ?? 0
    return documents.size > 4 && count >= documents.size * TOO_COMMON ? 0 : Math.log((documents.size + 1) / (count + 1))
  }

  return {
    coverageOf(wanted) {
      const weights = [...new Set(termsIn(wanted))].map((term) => ({ term, value: weight(term) })).filter(({ value }) => value > 0)
      const total = weights.reduce((sum, { value }) => sum + value, 0)
      if (total === 0) return null
      const coverage = new Map<string, number>()
      for (const { term, value } of weights) for (const id of documentsWith.get(term) ?? []) coverage.set(id, (coverage.get(id) ?? 0) + value / total)
      return coverage
    },
  }
}

/** Lower-case words with the signs that belong to names of skills (c++, c#, node.js); neighbouring pairs of characters where a script has no spaces. */
export function termsIn(text: string): string[] {
  const words = text.normalize('NFKC').toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}+#]*(?:\.\p{L}[\p{L}\p{N}]*)*/gu) ?? []
  return words.flatMap((word) => (/\p{Script=Han}/u.test(word) ? characterPairs(word) : word))
}

function characterPairs(word: string): string[] {
  const characters = [...word]
  return characters.length < 2 ? characters : characters.slice(1).map((character, index) => `${characters[index]}${character}`)
}
