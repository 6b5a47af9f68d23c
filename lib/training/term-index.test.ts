import { expect, test } from 'vitest'
import { createTermIndex, termsIn } from './term-index.ts'

test('names of skills keep their signs, case and width do not matter', () => {
  expect(termsIn('C++, C# and Node.js; ＳＱＬ.')).toEqual(['c++', 'c#', 'and', 'node.js', 'sql'])
})

test('a script without spaces is compared by neighbouring characters', () => {
  expect(termsIn('护士长')).toEqual(['护士', '士长'])
})

test('rare words count for more than words that many documents contain', () => {
  const index = createTermIndex(new Map([['a', 'haskell engineer'], ['b', 'engineer'], ['c', 'engineer berlin'], ['d', 'nurse']]))
  const coverage = index.coverageOf('haskell engineer')!
  expect(coverage.get('a')).toBe(1)
  expect(coverage.get('b')).toBeLessThan(0.3)
  expect(coverage.has('d')).toBe(false)
})

test('a wish without a telling word has no coverage', () => {
  const index = createTermIndex(new Map(['a', 'b', 'c', 'd', 'e'].map((id) => [id, 'the same words'])))
  expect(index.coverageOf('the same words')).toBeNull()
  expect(index.coverageOf('—')).toBeNull()
})
