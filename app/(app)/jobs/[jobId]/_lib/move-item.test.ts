import { expect, test } from 'vitest'
import { moveItem } from './move-item.ts'

test('an item moves down and up to the index that was asked for', () => {
  expect(moveItem(['a', 'b', 'c', 'd'], 0, 2)).toEqual(['b', 'c', 'a', 'd'])
  expect(moveItem(['a', 'b', 'c', 'd'], 3, 1)).toEqual(['a', 'd', 'b', 'c'])
})

test('an index beyond the ends means the end, and an unknown item changes nothing', () => {
  expect(moveItem(['a', 'b', 'c'], 1, 99)).toEqual(['a', 'c', 'b'])
  expect(moveItem(['a', 'b', 'c'], 1, -4)).toEqual(['b', 'a', 'c'])
  expect(moveItem(['a', 'b'], 7, 0)).toEqual(['a', 'b'])
})
