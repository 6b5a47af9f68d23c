/** Reads what a job text requires and what it wishes for, each with its place in the text. Deterministic rules on headings, lists and sentences; what the text does not say is not there. */
import type { Requirement } from '../db/schema/jobs.ts'
import { REQUIREMENT_LIMIT, REQUIREMENT_TEXT_LIMIT } from '../validation/jobs.ts'
import { collapse } from './place-requirements.ts'
import { HEADINGS, SAYS_MUST, SAYS_NEITHER, SAYS_NICE } from './requirement-words.ts'

type Section = keyof typeof HEADINGS | 'none'

interface Span {
  start: number
  end: number
}

interface Line extends Span {
  isBullet: boolean
  isAfterBlank: boolean
}

const BULLET = /^(?:[-–—*•·▪●◦‣■□➢➤►✓✔✅◆○o]|\(?\d{1,2}[.)]|\(?[a-z]\)|\p{Extended_Pictographic}\uFE0F?)\s+/u
const INLINE_BULLET = /(?<=\s)[•▪●◦‣■➢➤►✓✔◆·]\s+/gu
const heading = (words: string, flags: string) => new RegExp(`^(?:${words})\\s*[:：.?!]?$`, flags)
const WHOLE_HEADING = { nice: heading(HEADINGS.nice, 'iu'), must: heading(HEADINGS.must, 'iu'), other: heading(HEADINGS.other, 'iu') }
const HEADING_WITH_TEXT = { nice: new RegExp(`^(?:${HEADINGS.nice})\\s*[:：]\\s*`, 'iu'), must: new RegExp(`^(?:${HEADINGS.must})\\s*[:：]\\s*`, 'iu'), other: new RegExp(`^(?:${HEADINGS.other})\\s*[:：]\\s*`, 'iu') }
const ORDER = ['nice', 'must', 'other'] as const
/** "… Requirements: …" in the middle of a line that lost its breaks. */
const HEADING_INSIDE = new RegExp(`(?<=\\s)(?:${HEADINGS.nice}|${HEADINGS.must}|${HEADINGS.other})\\s?:(?=\\s)`, 'giu')
const LEAST_LENGTH = 2
const HEADING_LENGTH = 70
/** A list item longer than this is a paragraph and read sentence by sentence. */
const ITEM_LENGTH = 240

export function readRequirements(text: string): Requirement[] {
  const found: { span: Span; level: Requirement['level'] }[] = []
  let section: Section = 'none'
  let hadBullets = false
  for (const line of splitLines(text)) {
    const content = text.slice(line.start, line.end)
    const opened = line.isBullet ? null : openSection(content)
    if (opened) {
      section = opened.section
      hadBullets = false
    } else if (!line.isBullet && (isUnknownHeading(content) || (hadBullets && line.isAfterBlank && section !== 'none'))) {
      section = 'none'
    }
    hadBullets ||= line.isBullet
    const rest = { start: line.start + (opened?.length ?? 0), end: line.end }
    if (rest.start < rest.end && !(opened === null && isUnknownHeading(content) && !line.isBullet)) found.push(...readItems(text, rest, section))
  }
  return number(text, found)
}

function readItems(text: string, span: Span, section: Section): { span: Span; level: Requirement['level'] }[] {
  const isListed = section === 'must' || section === 'nice'
  const parts = isListed && span.end - span.start <= ITEM_LENGTH ? [span] : splitSentences(text, span)
  return parts.flatMap((part) => {
    const level = levelOf(text.slice(part.start, part.end), section)
    return level ? [{ span: part, level }] : []
  })
}

function levelOf(content: string, section: Section): Requirement['level'] | null {
  if (SAYS_NEITHER.test(content)) return null
  if (section === 'nice') return 'nice'
  const saysMust = SAYS_MUST.test(content)
  // "R or Python preferred" in brackets is about the brackets, and what is also required is required.
  if (!(saysMust && /\brequired\b/iu.test(content)) && SAYS_NICE.test(content.replace(/\([^()]*\)/gu, ''))) return 'nice'
  return section === 'must' || saysMust ? 'must' : null
}

function openSection(content: string): { section: Section; length: number } | null {
  if (content.length <= HEADING_LENGTH) {
    const plain = content.replace(/^[#*_=\s]+|[*_=\s]+$/gu, '')
    const section = ORDER.find((kind) => WHOLE_HEADING[kind].test(plain))
    if (section) return { section, length: content.length }
  }
  for (const section of ORDER) {
    const match = HEADING_WITH_TEXT[section].exec(content)
    if (match) return { section, length: match[0].length }
  }
  return null
}

/** A short line that ends with a colon, or stands in capitals, begins something else. */
function isUnknownHeading(content: string): boolean {
  if (content.length > HEADING_LENGTH || SAYS_MUST.test(content) || SAYS_NICE.test(content)) return false
  return /[:：]$/u.test(content) || (/\p{Lu}{4,}/u.test(content) && content === content.toUpperCase() && /\s/u.test(content) && !/[,;.]/u.test(content))
}

function splitLines(text: string): Line[] {
  const lines: Line[] = []
  let isAfterBlank = false
  for (const span of splitAt(text, { start: 0, end: text.length }, /\n/gu, true)) {
    if (span.start === span.end) {
      isAfterBlank = true
      continue
    }
    for (const part of splitAtStarts(text, span)) {
      const bullet = BULLET.exec(text.slice(part.start, part.end))
      const isInline = part.start > span.start && INLINE_BULLET.test(text.slice(part.start - 3, part.start))
      INLINE_BULLET.lastIndex = 0
      lines.push({ start: part.start + (bullet?.[0].length ?? 0), end: part.end, isBullet: bullet !== null || isInline, isAfterBlank })
      isAfterBlank = false
    }
  }
  return lines.filter(({ start, end }) => start < end)
}

/** A line broken before each bullet and each heading inside it. */
function splitAtStarts(text: string, span: Span): Span[] {
  const content = text.slice(span.start, span.end)
  const starts = [...content.matchAll(INLINE_BULLET), ...[...content.matchAll(HEADING_INSIDE)].filter(([match]) => match[0] !== match[0]!.toLowerCase())].map(({ index }) => span.start + index)
  const edges = [span.start, ...new Set(starts.toSorted((a, b) => a - b)), span.end]
  return edges.slice(1).map((end, index) => trim(text, { start: edges[index]!, end })).filter(({ start, end }) => start < end)
}

/** Ends of sentences; not after abbreviations, initials and numbers. */
function splitSentences(text: string, span: Span): Span[] {
  return splitAt(text, span, /(?<=(?:[\p{Ll}\p{N})\]"”%+#]{2}|[\p{Ll}\p{Lu}]{2})[.!?])(?<!\b(?:e\.g|i\.e|etc|incl|min|max|approx|bzw|ca|inkl|z\.B|Dr|St|vs|no|yrs?)\.)\s+(?=[\p{Lu}\p{N}"“(])|(?<=[。！？])|;\s+/giu)
}

function splitAt(text: string, span: Span, separator: RegExp, keepsEmpty = false): Span[] {
  const content = text.slice(span.start, span.end)
  const parts: Span[] = []
  let start = 0
  for (const match of content.matchAll(separator)) {
    parts.push({ start: span.start + start, end: span.start + match.index })
    start = match.index + match[0].length
  }
  parts.push({ start: span.start + start, end: span.end })
  const trimmed = parts.map((part) => trim(text, part))
  return keepsEmpty ? trimmed : trimmed.filter((part) => part.start < part.end)
}

function trim(text: string, { start, end }: Span): Span {
  while (start < end && /\s/u.test(text[start]!)) start++
  while (end > start && /[\s;,]/u.test(text[end - 1]!)) end--
  return { start, end }
}

function number(text: string, found: readonly { span: Span; level: Requirement['level'] }[]): Requirement[] {
  const seen = new Set<string>()
  const requirements: Requirement[] = []
  for (const { span, level } of found) {
    const wanted = collapse(text.slice(span.start, span.end))
    const key = wanted.toLowerCase()
    if (wanted.length < LEAST_LENGTH || wanted.length > REQUIREMENT_TEXT_LIMIT || !/\p{L}/u.test(wanted) || seen.has(key)) continue
    seen.add(key)
    requirements.push({ id: `r${requirements.length + 1}`, text: wanted, level, span })
    if (requirements.length === REQUIREMENT_LIMIT) break
  }
  return requirements
}
