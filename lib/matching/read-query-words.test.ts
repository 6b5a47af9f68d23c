import { expect, test } from 'vitest'
import { readQueryWords } from './read-query-words.ts'

test('words are separated by spaces and phrases by quotation marks', () => {
  expect(readQueryWords('  java "machine learning" C++ ')).toEqual(['java', 'machine learning', 'C++'])
})

test('an open quotation mark and repeated words do no harm', () => {
  expect(readQueryWords('"java java 100%')).toEqual(['java', '100%'])
  expect(readQueryWords('""  "')).toEqual([])
})

test('a very long query is cut to twenty words', () => {
  expect(readQueryWords(Array.from({ length: 50 }, (_, index) => `w${index}`).join(' '))).toHaveLength(20)
})
