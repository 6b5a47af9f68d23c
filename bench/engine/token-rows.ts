/** Token sequences to train on: random ids of full length, the hardest case for a table of word vectors. The same for both sides. */
import { createRandom, type Random } from '#lib/engine/random.ts'

/** Ids of the uncased BERT vocabulary that stand for whole words and word pieces. */
const [FIRST_WORD, LAST_WORD] = [1000, 30_521]
const [CLS, SEP] = [101, 102]

function randomSequence(random: Random, length: number): number[] {
  return [CLS, ...Array.from({ length: length - 2 }, () => FIRST_WORD + random.below(LAST_WORD - FIRST_WORD)), SEP]
}

export function randomSequences(seed: number, count: number, length: number): number[][] {
  const random = createRandom(seed)
  return Array.from({ length: count }, () => randomSequence(random, length))
}
