/** Finds the tokens that stand for themselves in a text (special ones, mostly), the longest where several fit; what lies between is for the model. */
import type { AddedToken } from './definition.ts'

export interface Section { start: number; end: number; /** Null for text. */ token: AddedToken | null }

export function createSectionFinder(tokens: readonly AddedToken[]): (text: string) => Iterable<Section> {
  if (tokens.length === 0) return (text) => (text === '' ? [] : [{ start: 0, end: text.length, token: null }])
  const byContent = new Map(tokens.map((token) => [token.content, token]))
  const alternatives = [...byContent.keys()].sort((a, b) => b.length - a.length).map(escapeForPattern)
  const pattern = new RegExp(alternatives.join('|'), 'gu')
  return function* sections(text) {
    let done = 0
    for (const match of text.matchAll(pattern)) {
      const token = byContent.get(match[0]) as AddedToken
      let [start, end] = [match.index, match.index + match[0].length]
      if (start < done) continue // swallowed by the token before
      if (token.lstrip) while (start > done && isSpace(text, start - 1)) start--
      if (token.rstrip) while (end < text.length && isSpace(text, end)) end++
      if (start > done) yield { start: done, end: start, token: null }
      yield { start, end, token }
      done = end
    }
    if (done < text.length) yield { start: done, end: text.length, token: null }
  }
}

export function escapeForPattern(text: string): string {
  return text.replace(/[\^$\\.*+?()[\]{}|/]/g, '\\$&')
}

function isSpace(text: string, index: number): boolean {
  return /\p{White_Space}/u.test(text[index] as string)
}
