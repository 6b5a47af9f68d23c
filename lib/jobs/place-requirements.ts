/** Finds the place of each requirement in a text that may have changed since it was read: a span that no longer shows it is looked for again, else dropped. */
import type { Requirement } from '../db/schema/jobs.ts'

export function placeRequirements(text: string, requirements: readonly Requirement[]): Requirement[] {
  return requirements.map((requirement) => ({ ...requirement, span: findSpan(text, requirement) }))
}

export const collapse = (text: string) => text.replace(/\s+/gu, ' ').trim()

function findSpan(text: string, { text: wanted, span }: Requirement): Requirement['span'] {
  if (span && collapse(text.slice(span.start, span.end)) === collapse(wanted)) return { start: span.start, end: span.end }
  const start = text.indexOf(wanted)
  return start >= 0 && span !== null ? { start, end: start + wanted.length } : null
}
