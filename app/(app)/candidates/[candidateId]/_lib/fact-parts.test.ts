import { expect, test } from 'vitest'
import { factParts } from './fact-parts.ts'

const fact = (start: number, end: number) => ({ span: { start, end } })

test('the parts put together are the text, and each fact is where it was read', () => {
  const text = 'Mara Oduya, welder, Cork'
  const parts = factParts(text, [fact(20, 24), fact(0, 10)])
  expect(parts.map((part) => part.text).join('')).toBe(text)
  expect(parts.filter(({ fact }) => fact !== null)).toEqual([{ text: 'Mara Oduya', fact: 1 }, { text: 'Cork', fact: 0 }])
})

test('places that overlap or lie outside the text are not marked twice', () => {
  expect(factParts('abcdef', [fact(1, 4), fact(2, 5), fact(5, 9)])).toEqual([{ text: 'a', fact: null }, { text: 'bcd', fact: 0 }, { text: 'ef', fact: null }])
})
