import { createHash } from 'node:crypto'
import type { HeldOutQuery } from './build-contrastive-rows.ts'
import type { PreferenceIds } from './build-preference-rows.ts'

/** People that a measured ranking holds besides the ones looked for: enough to tell models apart, few enough to encode in seconds. */
const CORPUS_SIZE = 80

/** Everybody whom the held-out pairs and rankings name, filled up with a draw that neither model chose and that every run repeats. */
export function chooseHeldOutCorpus(candidateIds: readonly string[], rankings: readonly HeldOutQuery[], pairs: readonly PreferenceIds[]): string[] {
  const named = new Set(pairs.flatMap(({ chosen, rejected }) => [chosen, rejected]))
  if (rankings.length === 0) return [...named]
  const wanted = new Set(rankings.flatMap(({ relevant }) => relevant))
  const order = (id: string) => createHash('sha256').update(id).digest('hex')
  const drawn = candidateIds
    .map((id) => ({ id, key: order(id) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .slice(0, CORPUS_SIZE)
    .map(({ id }) => id)
  return [...new Set([...named, ...wanted, ...drawn])]
}
