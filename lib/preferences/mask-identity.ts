/** Hides who somebody is inside a text: names, e-mail addresses, telephone numbers, wherever and however they are written. Knows no database. */

export const MASK = '█████'

export interface Identity {
  name: string | null
  emails: readonly string[]
  phones: readonly string[]
  /** Places that are known to identify, as UTF-16 offsets. */
  spans: readonly { start: number; end: number }[]
}

export interface MaskedText {
  text: string
  /** Where a position of the original text is in the masked one. */
  offsetOf: (position: number) => number
}

interface Span {
  start: number
  end: number
}

const LETTERS_THAT_DO_NOT_DECOMPOSE: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' }
const ADDRESS = /[^\s@<>()[\],;:"]+@[^\s@<>()[\],;:"]+/gu
const LINK = /(?:https?:\/\/|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\/\S*/giu
const INTERNATIONAL_NUMBER = /(?:\+|\b00)\d(?:[\s().\-/]{0,3}\d){7,14}/gu
const SHORT_NAME = 3

export function maskIdentity(text: string, { name, emails, phones, spans }: Identity): MaskedText {
  const folded = fold(text)
  const found = [
    ...spans,
    ...matches(ADDRESS, text),
    ...matches(INTERNATIONAL_NUMBER, text),
    ...emails.flatMap((email) => occurrences(folded, email)),
    ...phones.flatMap((phone) => numberOccurrences(text, phone)),
    ...nameOccurrences(text, folded, name),
  ]
  return replaceSpans(text, found)
}

interface Folded {
  text: string
  /** For each character of the folded text, where it stood in the original; one more for the end. */
  origins: number[]
}

/** Lower case without diacritics, remembering where each character came from. */
function fold(text: string): Folded {
  const origins: number[] = []
  let folded = ''
  let position = 0
  for (const character of text) {
    for (const plain of foldCharacter(character)) {
      for (let unit = 0; unit < plain.length; unit++) origins.push(position)
      folded += plain
    }
    position += character.length
  }
  origins.push(text.length)
  return { text: folded, origins }
}

function foldCharacter(character: string): string {
  const lower = character.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')
  return LETTERS_THAT_DO_NOT_DECOMPOSE[lower] ?? lower
}

const foldWord = (word: string) => Array.from(word, foldCharacter).join('')
const escape = (literal: string) => literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

function matches(pattern: RegExp, text: string): Span[] {
  return Array.from(text.matchAll(pattern), (match) => ({ start: match.index, end: match.index + match[0].length }))
}

function occurrences(folded: Folded, needle: string): Span[] {
  const wanted = foldWord(needle.trim())
  if (wanted === '') return []
  return matches(new RegExp(escape(wanted), 'gu'), folded.text).map((span) => toOriginal(folded, span))
}

/** Diacritics that follow the last letter as characters of their own belong to it. */
const toOriginal = ({ origins }: Folded, { start, end }: Span): Span => ({ start: origins[start]!, end: origins[end]! })

function numberOccurrences(text: string, phone: string): Span[] {
  const digits = phone.replace(/\D/g, '')
  if (digits.length < 5) return []
  return matches(new RegExp(`\\+?\\(?${Array.from(digits).join('[\\s().\\-/]{0,3}')}`, 'gu'), text)
}

/** The parts of a name as words of their own, and anywhere inside links; very short ones only as a name is written, so that "an" stays. */
function nameOccurrences(text: string, folded: Folded, name: string | null): Span[] {
  const parts = (name ?? '').split(/[\s\-'’.,·]+/u).filter((part) => foldWord(part).length > 1)
  if (parts.length === 0) return []
  const links = matches(LINK, text)
  const joined = joinedForms(parts).flatMap((form) => matches(wholeWord(form), folded.text).map((span) => toOriginal(folded, span)))
  const separate = parts.flatMap((part) => {
    const found = matches(wholeWord(foldWord(part)), folded.text).map((span) => toOriginal(folded, span))
    const isShort = foldWord(part).length <= SHORT_NAME && /^[\p{Script=Latin}\p{M}]+$/u.test(part)
    const words = isShort ? found.filter(({ start, end }) => isWrittenAsName(text.slice(start, end))) : [...found, ...unspaced(folded, part)]
    return [...words, ...links.filter((link) => foldWord(text.slice(link.start, link.end)).includes(foldWord(part)))]
  })
  return [...joined, ...separate]
}

const wholeWord = (folded: string) => new RegExp(`(?<![\\p{L}\\p{N}])${escape(folded)}(?![\\p{L}\\p{N}])`, 'gu')

/** How names are run together in user names and file names: janedoe, doejane, jdoe, janed. */
function joinedForms(parts: readonly string[]): string[] {
  const first = foldWord(parts[0]!)
  const last = foldWord(parts.at(-1)!)
  if (parts.length < 2) return []
  return [first + last, last + first, first.slice(0, 1) + last, first + last.slice(0, 1)].filter((form) => form.length > SHORT_NAME)
}

const isWrittenAsName = (written: string) => written.slice(0, 1) !== written.slice(0, 1).toLowerCase()

/** Scripts without spaces between words: a name is found inside a run of letters too. */
function unspaced(folded: Folded, part: string): Span[] {
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(part) ? occurrences(folded, part) : []
}

function replaceSpans(text: string, spans: readonly Span[]): MaskedText {
  const merged: Span[] = []
  for (const { start, end } of spans.filter(({ start, end }) => start < end).toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1)
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else merged.push({ start, end })
  }
  let masked = ''
  let position = 0
  const starts: number[] = []
  for (const { start, end } of merged) {
    masked += text.slice(position, start)
    starts.push(masked.length)
    masked += MASK
    position = end
  }
  masked += text.slice(position)
  function offsetOf(original: number): number {
    let shift = 0
    for (const [index, { start, end }] of merged.entries()) {
      if (original <= start) break
      if (original < end) return starts[index]!
      shift = starts[index]! + MASK.length - end
    }
    return original + shift
  }
  return { text: masked, offsetOf }
}
