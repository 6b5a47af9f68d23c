/** Orders a data set into batches for one epoch: shuffled, with texts of similar length together so that little padding is computed. */
import { createRandom, shuffle, type Random } from '../random.ts'

/** Batches sorted by length together: enough to pair like with like, few enough to stay random. */
const BATCHES_PER_WINDOW = 8

/** Generator of an epoch: depends on nothing but seed and epoch, so that a resumed run plans the same. */
export function epochRandom(seed: number, epoch: number): Random {
  return createRandom(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(epoch + 1, 0x85ebca6b))
}

/** Items of one group stay next to each other (they share texts); the last batch may be smaller. */
export function planBatches<Item>(groups: readonly (readonly Item[])[], batchSize: number, random: Random, lengthOf: (group: readonly Item[]) => number): Item[][] {
  const shuffled = shuffle(groups, random)
  const ordered: Item[] = []
  let window: (readonly Item[])[] = []
  let items = 0
  const closeWindow = (): void => {
    ordered.push(...window.sort((a, b) => lengthOf(b) - lengthOf(a)).flat())
    window = []
    items = 0
  }
  for (const group of shuffled) {
    window.push(group)
    items += group.length
    if (items >= BATCHES_PER_WINDOW * batchSize) closeWindow()
  }
  closeWindow()
  return shuffle(chunk(ordered, batchSize), random)
}

/** The same items in the same order, so many at a time. */
export function chunk<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))
}
