import { expect, test } from 'vitest'
import { placeOf } from './use-reorder.ts'

const rows = [0, 1, 2, 3].map((index) => ({ top: index * 60, height: 60 }))

test('a row takes a place only when it has passed the middle of the neighbour', () => {
  expect(placeOf(rows, 0, 29)).toBe(0)
  expect(placeOf(rows, 0, 31)).toBe(1)
  expect(placeOf(rows, 3, -31)).toBe(2)
})

test('a row dragged far beyond an end takes the end', () => {
  expect(placeOf(rows, 1, 5000)).toBe(3)
  expect(placeOf(rows, 2, -5000)).toBe(0)
})

test('rows of different heights are passed at their own middles', () => {
  const uneven = [{ top: 0, height: 40 }, { top: 40, height: 200 }, { top: 240, height: 40 }]
  expect(placeOf(uneven, 0, 99)).toBe(0)
  expect(placeOf(uneven, 0, 101)).toBe(1)
})
