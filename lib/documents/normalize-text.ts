/** Text from anywhere as we keep it: storable, readable, in one form. Every script stays as it is written. */

/** Marks that reorder or hide what surrounds them: a résumé could show one thing to people and another to a program. Direction marks for single letters (U+200E, U+200F, U+061C) stay. */
const BIDI_CONTROLS = /[\u202A-\u202E\u2066-\u2069]/gu
const INVISIBLE = /[\u00AD\u200B\u2060\uFEFF\u{E0000}-\u{E007F}]/gu
const CONTROLS = /[\u0000-\u0008\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]/gu
const LIGATURES: Record<string, string> = { ﬀ: 'ff', ﬁ: 'fi', ﬂ: 'fl', ﬃ: 'ffi', ﬄ: 'ffl', ﬅ: 'st', ﬆ: 'st' }

export function normalizeText(raw: string): string {
  return raw
    .toWellFormed()
    .replace(/\r\n?|[\u0085\u2028\u2029\v\f]/gu, '\n')
    .replace(BIDI_CONTROLS, '')
    .replace(INVISIBLE, '')
    .replace(CONTROLS, '')
    .replace(/[\uFB00-\uFB06]/gu, (ligature) => LIGATURES[ligature]!)
    .normalize('NFC')
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/ ?\n ?/gu, '\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim()
}

/** Joins words that a line break divided: "experi-\nence". A hyphen before a capital or a digit is the word's own. */
export function joinDividedWords(text: string): string {
  return text.replace(/(\p{Ll}{2,})-\n(\p{Ll}{2,})/gu, '$1$2')
}
