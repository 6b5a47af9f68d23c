import { EngineError } from '../errors.ts'

/** How often a model agrees with a preference: 1 where the chosen one scores higher, 0 where the rejected one does, one half where it cannot tell. */
export function pairAgreements(chosenScores: ArrayLike<number>, rejectedScores: ArrayLike<number>): number[] {
  if (chosenScores.length !== rejectedScores.length) throw new EngineError(`There are ${chosenScores.length} chosen and ${rejectedScores.length} rejected scores.`)
  return Array.from(chosenScores, (chosen, index) => (chosen > rejectedScores[index]! ? 1 : chosen < rejectedScores[index]! ? 0 : 0.5))
}

/** The mean of the agreements; null without pairs. */
export function pairAccuracy(chosenScores: ArrayLike<number>, rejectedScores: ArrayLike<number>): number | null {
  const agreements = pairAgreements(chosenScores, rejectedScores)
  return agreements.length === 0 ? null : agreements.reduce((sum, value) => sum + value, 0) / agreements.length
}
