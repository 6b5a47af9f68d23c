/** The second opinion that preferences come from: BM25 of a job's words in a candidate's words. It reads texts only, knows no label, no place and no model. */

/** As Lucene's defaults. */
const SATURATION = 1.2
const LENGTH_WEIGHT = 0.75

/** Grammar, and words that any job and any résumé may hold. */
const STOP_WORDS = new Set(('a about above across all also an and any are as at be been both but by can each etc for from had has have he her his i if in including into is it its may more must my not of on or other our out over '
  + 'per she such than that the their them then these they this those through to under up use used using was we well were when where which who will with within work you your '
  + 'ability city company experience job name skills state strong summary years year').split(' '))

/** Lower-case words without grammar; endings that only mark number or tense are cut, so that "managing teams" meets "manages a team". */
export function wordsOf(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\d+#]+/gu) ?? []).filter((word) => word.length > 1 && !STOP_WORDS.has(word)).map(stem)
}

function stem(word: string): string {
  const cut = word.replace(/(ational|ations?|ments?|ings?|ers?|ors?|ies|ed|es|s|y|e)$/, '')
  return cut.length >= 3 ? cut : word
}

export interface Oracle {
  /** How well a candidate's text speaks to a job's; higher is better. */
  score(jobText: string, candidate: number): number
}

export function createOracle(candidateTexts: readonly string[]): Oracle {
  const documents = candidateTexts.map((text) => {
    const words = wordsOf(text)
    const counts = new Map<string, number>()
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
    return { length: words.length, counts }
  })
  const meanLength = documents.reduce((total, { length }) => total + length, 0) / documents.length
  const documentCounts = new Map<string, number>()
  for (const { counts } of documents) for (const word of counts.keys()) documentCounts.set(word, (documentCounts.get(word) ?? 0) + 1)
  const rarity = (word: string): number => {
    const count = documentCounts.get(word) ?? 0
    return Math.log(1 + (documents.length - count + 0.5) / (count + 0.5))
  }
  return {
    score(jobText, candidate) {
      const { length, counts } = documents[candidate] as { length: number; counts: Map<string, number> }
      let total = 0
      for (const word of new Set(wordsOf(jobText))) {
        const count = counts.get(word) ?? 0
        total += rarity(word) * (count * (SATURATION + 1)) / (count + SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * length / meanLength))
      }
      return total
    },
  }
}
