/** Which parts of a job differ between two of its versions. */
import type { Requirement } from '#lib/db/schema/jobs.ts'

export interface VersionParts {
  title: string
  location: string | null
  text: string
  requirements: Requirement[]
}

export type Part = keyof VersionParts

export function changedParts(before: VersionParts, after: VersionParts): Part[] {
  const parts: Part[] = []
  if (before.title !== after.title) parts.push('title')
  if ((before.location ?? '') !== (after.location ?? '')) parts.push('location')
  if (before.text !== after.text) parts.push('text')
  if (asked(before) !== asked(after)) parts.push('requirements')
  return parts
}

const asked = ({ requirements }: VersionParts) => JSON.stringify(requirements.map(({ level, text }) => [level, text]))
