/** Finds a person's name only where something else agrees with it: a label, the e-mail address, a profile link or the name of the file. Pure. */
import type { Fact } from '../db/schema/candidates.ts'
import { ROLE_WORD, SECTION_LINE } from './fact-words.ts'

export interface TextPart {
  text: string
  start: number
}

const LABEL = /^(?:full |candidate |vollständiger )?(?:name|姓名)\s*[:：]\s*(?<value>\p{L}[\p{L}\p{M} .'’-]{1,60})$/iu
const PREFIX = /^(?:resume|résumé|cv|curriculum vitae|lebenslauf)(?: of| von)?\s*[:–—-]?\s+(?=\p{Lu})/iu
const PROFILE_LINK = /(?:linkedin\.com\/in|github\.com|xing\.com\/profile)\/(?<value>[\p{L}\p{N}_%-]+)/iu
const NAME_LINES = 6

export function readName(text: string, head: readonly TextPart[], { email, fileName }: { email: string | null; fileName: string }): Fact | null {
  for (const part of head) {
    const match = LABEL.exec(part.text)
    const value = match?.groups?.['value']?.trim()
    if (value && !ROLE_WORD.test(value)) return nameAt(value, part.start + part.text.lastIndexOf(value))
  }
  const evidence = [email?.split('@')[0] ?? '', PROFILE_LINK.exec(text.slice(0, 6000))?.groups?.['value'] ?? '', fileName.replace(/\.[^.]*$/u, '')].filter((source) => source !== '')
  for (const part of head.slice(0, NAME_LINES)) {
    const prefix = PREFIX.exec(part.text)?.[0].length ?? 0
    const value = part.text.slice(prefix).split(/,\s/u, 1)[0]!.trim()
    if (looksLikeName(value) && evidence.some((source) => agrees(value, source))) return nameAt(value, part.start + prefix)
  }
  return null
}

function nameAt(value: string, start: number): Fact {
  return { kind: 'name', value: value === value.toUpperCase() ? capitalised(value) : value, span: { start, end: start + value.length } }
}

/** Two to five words that are written as names are. */
function looksLikeName(value: string): boolean {
  if (value.length > 60 || SECTION_LINE.test(value) || ROLE_WORD.test(value)) return false
  const words = value.split(/\s+/u)
  return words.length >= 2 && words.length <= 5 && words.every((word) => /^(?:\p{Lu}[\p{L}\p{M}'’.-]*|de|da|do|dos|del|della|di|van|von|der|den|la|le|el|al|bin|ibn|zu|y|e)$/u.test(word))
}

/** The last name and the first name, or its initial, both show in the other source. */
function agrees(name: string, source: string): boolean {
  const parts = name.split(/[\s.]+/u).map(plain).filter((part) => part !== '')
  const [first, last] = [parts[0]!, parts.at(-1)!]
  const words = source.split(/[^\p{L}]+/u).map(plain).filter((word) => word !== '')
  const joined = words.join('')
  if (first.length > 1 && last.length > 1 && words.includes(first) && words.includes(last)) return true
  if (last.length < 3) return false
  return [first + last, last + first, first.charAt(0) + last, last + first.charAt(0)].includes(joined)
}

const plain = (word: string) => word.toLowerCase().replaceAll('ß', 'ss').replaceAll('ø', 'o').replaceAll('ł', 'l').normalize('NFD').replace(/[^\p{L}]/gu, '')

const capitalised = (name: string) => name.toLowerCase().replace(/(?<![\p{L}\p{M}])\p{L}/gu, (letter) => letter.toUpperCase())
