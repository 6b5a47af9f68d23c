import { expect, test } from 'vitest'
import { planBlocks, rowsOfSide, tokensOf } from './plan-blocks.ts'

const text = (length: number): number[] => Array.from({ length }, () => 1)
const [a, b, c, long] = [text(5), text(6), text(7), text(20)]

test('texts of alike length share a rectangle, each of them once, whichever side it stands on', () => {
  const planned = planBlocks({ queries: [a, b], passages: [c, a, c] }, 512, [8, 32])
  expect(planned.groups).toEqual([{ sequences: [a, b, c], blocks: [{ prefix: '0.', shape: { rows: 3, length: 8 }, sequences: [a, b, c] }] }])
  expect(rowsOfSide(planned.of.passages, [c, a, c], 5)).toEqual(BigInt64Array.of(2n, 0n, 2n, 0n, 0n))
  expect(tokensOf(planned)).toBe(24)
})

test('short queries are not padded to the length of long passages', () => {
  const planned = planBlocks({ queries: [a, b], passages: [long, c] }, 512, [8, 32])
  expect(planned.groups.map(({ blocks }) => blocks.map(({ shape }) => shape))).toEqual([[{ rows: 2, length: 8 }], [{ rows: 2, length: 32 }]])
  expect(rowsOfSide(planned.of.passages, [long, c], 2)).toEqual(BigInt64Array.of(0n, 1n))
})

test('many texts are divided into blocks of one shape of at most 1,024 tokens', () => {
  const texts = Array.from({ length: 9 }, () => text(200))
  const { of: { queries } } = planBlocks({ queries: texts, passages: [a] }, 512, [8, 256])
  expect(queries.blocks.map(({ shape, sequences }) => [shape.rows, shape.length, sequences.length])).toEqual([[4, 256, 4], [4, 256, 4], [4, 256, 1]])
  expect(rowsOfSide(queries, texts, 9)).toEqual(BigInt64Array.from(texts.keys(), BigInt))
})

test('row counts come in few sizes, at most a quarter of them empty', () => {
  const rowsFor = (count: number): number | undefined => planBlocks({ queries: Array.from({ length: count }, () => text(4)), passages: [a] }, 512, [4, 8]).of.queries.blocks[0]?.shape.rows
  expect([1, 3, 9, 17, 33].map(rowsFor)).toEqual([1, 3, 10, 20, 40])
})
