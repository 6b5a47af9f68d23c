/** What a text lacks to be matched: the predicate of a sentence, or null when it is enough. Pure. */
const LEAST_LETTERS = 40
const LEAST_WORDS = 5
const segmenter = new Intl.Segmenter('en', { granularity: 'word' })

export function whyNotAResume(text: string): string | null {
  const letters = (text.match(/\p{L}/gu) ?? []).length
  if (letters === 0) return 'has no readable text'
  const words = [...segmenter.segment(text.slice(0, 5000))].filter(({ isWordLike }) => isWordLike).length
  /** Chinese and Japanese say in one character what takes several letters elsewhere. */
  const dense = (text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu) ?? []).length
  if (letters + dense * 2 < LEAST_LETTERS || words < LEAST_WORDS) return 'has too few words to tell what the person can do'
  return null
}
