import { expect, test } from 'vitest'
import { changedParts } from './changed-parts.ts'

const version = { title: 'Nurse', location: null, text: 'A nurse for nights.', requirements: [{ id: 'a', text: 'Registered', level: 'must' as const, span: null }] }

test('only what a reader would notice counts as changed', () => {
  const same = { ...version, location: '', requirements: [{ ...version.requirements[0]!, id: 'other', span: { start: 0, end: 1 } }] }
  expect(changedParts(version, same)).toEqual([])
})

test('each changed part is named', () => {
  expect(changedParts(version, { title: 'Night nurse', location: 'Bern', text: 'Nights.', requirements: [] })).toEqual(['title', 'location', 'text', 'requirements'])
  expect(changedParts(version, { ...version, requirements: [{ ...version.requirements[0]!, level: 'nice' }] })).toEqual(['requirements'])
})
