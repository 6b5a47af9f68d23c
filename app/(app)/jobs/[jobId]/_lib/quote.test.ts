import { expect, test } from 'vitest'
import { quote, quoteBody } from './quote.ts'

test('a passage from the middle of a text is marked as cut on both sides', () => {
  expect(quote('led the\n night team ', 40)).toBe('… led the night team …')
  expect(quote('The whole text.', 0, false)).toBe('The whole text.')
})

test('a letterhead that the row shows already is left out, and only that', () => {
  const text = 'Karim Nowak\nSoftware Engineer\nAustin, TX · k@example.org\n\nKey skills\n• TypeScript\nKarim Nowak again'
  expect(quoteBody(text, 0, ['Karim Nowak', 'Software Engineer', 'Austin, TX'])).toBe('… Key skills • TypeScript Karim Nowak again …')
  expect(quoteBody('Led a ward.\nKarim Nowak', 0, ['Karim Nowak', null])).toBe('Led a ward. Karim Nowak …')
})

test('a passage that is nothing but letterhead is shown as it is', () => {
  expect(quoteBody('Karim Nowak', 0, ['Karim Nowak'])).toBe('Karim Nowak …')
})
