/** Reads facts from a résumé's text, each with its place. Only what the text shows by more than its position: a name without evidence stays unknown. Pure. */
import type { Fact } from '../db/schema/candidates.ts'
import { COUNTRIES, ROLE_WORD, SECTION_LINE, US_STATES } from './fact-words.ts'
import { readName } from './read-name.ts'
import type { TextPart } from './read-name.ts'

const HEAD_LINES = 8
const EMAIL = /[\p{L}\p{N}][\p{L}\p{N}._%+'-]{0,63}@[\p{L}\p{N}](?:[\p{L}\p{N}.-]{0,250}[\p{L}\p{N}])?\.\p{L}{2,24}(?![\p{L}\p{N}])/u
const PHONE_LABEL = /(?<![\p{L}])(?:phone|telephone|tel|mobile|cell|mob|telefon|handy|mobil|电话|手机)\.?(?: ?(?:no|number|nr))?\.?\s?[:：]? *(?<value>\+?[\d(][\d ().\/-]{5,20}\d)/iu
const PHONE_SHAPE = /(?<![\p{L}\p{N}+/.-])(?<value>(?:\+|00)[1-9][\d ().\/-]{6,18}\d|\(\d{3}\) ?\d{3}[ .-]\d{4}|[2-9]\d{2}[.-]\d{3}[.-]\d{4}|0[1-9]\d{1,3}[ /-]\d[\d -]{4,10}\d)(?![\p{L}\p{N}])/u
const PLACE_LABEL = /^(?:location|address|city|residence|based in|wohnort|adresse|ort|地址|现居地)\s*[:：]\s*(?<value>\S.{1,80})$/iu
const PLACE_SHAPE = new RegExp(`^\\p{Lu}[\\p{L} .'’-]{1,40},\\s?(?:(?:${US_STATES})(?:,?\\s\\d{5}(?:-\\d{4})?)?(?:,\\s?(?:${COUNTRIES}))?|(?:[\\p{L} .'’-]{2,30},\\s?)?(?:${COUNTRIES}))$`, 'u')
const HEADLINE_LABEL = /^(?:headline|title|position|current (?:role|position|title)|job title|occupation|beruf|职位|求职意向)\s*[:：]\s*(?<value>\S.{1,150})$/iu
const YEARS = /(?<value>\d{1,2})\s*(?:\+|plus)?\s*(?:years?(?:['’]s?|s['’])?|yrs?|jahren?|年)\.?\s*(?:of\s+)?(?:[\p{L}&/-]+\s+){0,5}?(?:experience|berufserfahrung|erfahrung|工作经验|经验)/iu
const HEADLINE_LENGTH = 120

export function readFacts(text: string, { fileName = '' }: { fileName?: string } = {}): Fact[] {
  const head = headParts(text)
  const email = find('email', EMAIL, text, (value) => value.toLowerCase())
  const name = readName(text, head, { email: email?.value ?? null, fileName })
  const isTaken = ({ start }: TextPart) => name !== null && start >= name.span.start && start < name.span.end
  const rest = head.filter((part) => !isTaken(part))
  return [name, email, readPhone(text), readPlace(text, rest), readHeadline(rest), readYears(text)].filter((fact) => fact !== null)
}

/** The first lines, and what bars and bullets divide inside them. */
function headParts(text: string): TextPart[] {
  const parts: TextPart[] = []
  let start = 0
  for (const line of text.slice(0, 4000).split('\n').slice(0, HEAD_LINES * 2)) {
    for (const match of line.matchAll(/[^|•·●\t]+/gu)) {
      const lead = match[0].length - match[0].trimStart().length
      const content = match[0].trim()
      if (content) parts.push({ text: content, start: start + match.index + lead })
    }
    start += line.length + 1
  }
  return parts.slice(0, HEAD_LINES * 2)
}

function find(kind: Fact['kind'], pattern: RegExp, text: string, shape: (value: string) => string = (value) => value, offset = 0): Fact | null {
  const match = pattern.exec(text)
  if (!match) return null
  const found = match.groups?.['value'] ?? match[0]
  const start = offset + match.index + match[0].lastIndexOf(found)
  return { kind, value: shape(found.trim()), span: { start, end: start + found.length } }
}

function readPhone(text: string): Fact | null {
  const fact = find('phone', PHONE_LABEL, text) ?? find('phone', PHONE_SHAPE, text.slice(0, 3000))
  const digits = fact?.value.replace(/\D/gu, '').length ?? 0
  // Two years joined by a dash are a time, not a number to call.
  return fact && digits >= 7 && digits <= 15 && !/^\(?(?:19|20)\d\d\D+(?:19|20)\d\d\b/u.test(fact.value) ? fact : null
}

function readPlace(text: string, head: readonly TextPart[]): Fact | null {
  for (const { text: part, start } of lines(text.slice(0, 1500))) {
    const labelled = find('location', PLACE_LABEL, part, undefined, start)
    if (labelled) return labelled
  }
  const part = head.slice(0, HEAD_LINES).find(({ text }) => PLACE_SHAPE.test(text))
  return part ? { kind: 'location', value: part.text, span: { start: part.start, end: part.start + part.text.length } } : null
}

function* lines(text: string): Generator<TextPart> {
  let start = 0
  for (const line of text.split('\n')) {
    yield { text: line, start }
    start += line.length + 1
  }
}

function readHeadline(head: readonly TextPart[]): Fact | null {
  for (const { text, start } of head) {
    const labelled = find('headline', HEADLINE_LABEL, text, undefined, start)
    if (labelled) return labelled
    if (SECTION_LINE.test(text)) {
      if (start > 0) return null
      continue
    }
    const isTitle = text.length <= HEADLINE_LENGTH && ROLE_WORD.test(text) && !/[@:]|https?|[.!?]$|\d{4}/u.test(text) && text.split(/\s+/u).length <= 14
    if (isTitle) return { kind: 'headline', value: text === text.toUpperCase() ? inTitleCase(text) : text, span: { start, end: start + text.length } }
  }
  return null
}

const SMALL_WORDS = new Set(['of', 'and', 'the', 'in', 'for', 'to', 'at', 'on', 'with'])
const INITIALS = new Set(['it', 'hr', 'qa', 'ux', 'ui', 'vp', 'ceo', 'cto', 'cfo', 'coo', 'sap', 'dba', 'pr', 'crm', 'erp', 'rn', 'cpa', 'bi', 'ii', 'iii', 'iv', 'us', 'uk', 'seo', 'gis', 'cad', 'cnc', 'hvac'])

/** A title in capitals is shown as one writes titles. */
function inTitleCase(text: string): string {
  return text.toLowerCase().replace(/(?<!\p{N})[\p{L}'’]+/gu, (word, index: number) => (INITIALS.has(word) ? word.toUpperCase() : index > 0 && SMALL_WORDS.has(word) ? word : word.charAt(0).toUpperCase() + word.slice(1)))
}

function readYears(text: string): Fact | null {
  const fact = find('years', YEARS, text.slice(0, 6000))
  return fact && Number(fact.value) > 0 && Number(fact.value) <= 60 ? fact : null
}
