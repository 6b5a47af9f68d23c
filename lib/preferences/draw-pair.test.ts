import { expect, test } from 'vitest'
import { drawPair, pairKey } from './draw-pair.ts'

/** A small generator with a seed, so that counts are the same on every run. */
function seeded(seed: number) {
  let state = seed
  return (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
}

const people = Array.from({ length: 300 }, (_, index) => `person-${String(index).padStart(3, '0')}`)
const place = (id: string) => people.indexOf(id)

function drawMany(count: number, ids = people) {
  const draw = seeded(7)
  return Array.from({ length: count }, () => drawPair(ids, () => false, draw)!)
}

test('about one pair in five is random and held out; the others are neighbours and trained on', () => {
  const drawn = drawMany(2000)
  const random = drawn.filter(({ why }) => why === 'random')
  expect(random.length / drawn.length).toBeGreaterThan(0.17)
  expect(random.length / drawn.length).toBeLessThan(0.23)
  expect(random.every(({ left, right }) => Math.max(place(left), place(right)) < 40)).toBe(true)
  expect(drawn.every(({ why, split }) => (why === 'random') === (split === 'holdout'))).toBe(true)
})

test('neighbours are near in rank, more often in the top twenty', () => {
  const neighbours = drawMany(2000).filter(({ why }) => why === 'near_in_rank')
  expect(neighbours.every(({ left, right }) => Math.abs(place(left) - place(right)) <= 5)).toBe(true)
  expect(neighbours.every(({ left, right }) => Math.max(place(left), place(right)) < 40)).toBe(true)
  const inTop = neighbours.filter(({ left, right }) => Math.max(place(left), place(right)) < 20).length
  expect(inTop / neighbours.length).toBeGreaterThan(0.6)
})

test('the better ranked is on the left half of the time', () => {
  const drawn = drawMany(2000)
  const share = drawn.filter(({ left, right }) => place(left) < place(right)).length / drawn.length
  expect(share).toBeGreaterThan(0.45)
  expect(share).toBeLessThan(0.55)
})

test('no pair is drawn twice until none is left', () => {
  const few = people.slice(0, 6)
  const used = new Set<string>()
  const draw = seeded(3)
  for (let drawn = drawPair(few, (key) => used.has(key), draw); drawn; drawn = drawPair(few, (key) => used.has(key), draw)) {
    const key = pairKey(drawn.left, drawn.right)
    expect(drawn.left).not.toBe(drawn.right)
    expect(used.has(key)).toBe(false)
    used.add(key)
  }
  expect(used.size).toBe(15)
})

test('fewer than two people make no pair', () => {
  expect(drawPair([], () => false, seeded(1))).toBeNull()
  expect(Array.from({ length: 20 }, (_, seed) => drawPair(['one'], () => false, seeded(seed))).every((pair) => pair === null)).toBe(true)
})
