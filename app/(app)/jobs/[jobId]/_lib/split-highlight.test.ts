import { expect, test } from 'vitest'
import { splitHighlight } from './split-highlight.ts'

test('the pieces put together are the text, with the span highlighted', () => {
  const segments = splitHighlight('led a team of nurses', { start: 6, end: 13 })
  expect(segments.map((segment) => segment.text).join('')).toBe('led a team of nurses')
  expect(segments.filter((segment) => segment.isHighlighted).map((segment) => segment.text)).toEqual(['team of'])
})

test('a span at the edges leaves no empty piece', () => {
  expect(splitHighlight('abc', { start: 0, end: 3 })).toEqual([{ text: 'abc', isHighlighted: true }])
})

test('a span outside of the text highlights nothing and loses nothing', () => {
  expect(splitHighlight('abc', { start: 1, end: 9 })).toEqual([{ text: 'abc', isHighlighted: false }])
  expect(splitHighlight('abc', { start: 2, end: 2 })).toEqual([{ text: 'abc', isHighlighted: false }])
  expect(splitHighlight('', null)).toEqual([])
})
