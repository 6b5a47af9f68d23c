/** Supervised fine-tuning on preferences, the side term of RankPO's reference implementation (`sft_weight`; arXiv 2503.10723 compares with it). It sees scores only.
 *
 * L = −Σᵢ wᵢ · log softmax([s_chosen, s_rejected]ᵢ / τ) at the chosen one = Σᵢ wᵢ · log(1 + exp(−(s_chosen − s_rejected)ᵢ / τ)):
 * InfoNCE with the rejected passage as the only negative, or RankPO's sigmoid form without reference at β = 1.
 */
import { softplus } from '../graph/activation.ts'
import { multiply, subtract } from '../graph/elementwise.ts'
import { sum } from '../graph/reduce.ts'
import { constant, sameDims, scalar, shapeError, sizeOf, type Tensor } from '../graph/tensor.ts'

export interface SftInputs {
  chosenScores: Tensor // [pairs]
  rejectedScores: Tensor // [pairs]
  /** Share of each pair in the loss, [pairs]; without it, the mean. */
  weights?: Tensor
}

export function sftLoss({ chosenScores, rejectedScores, weights }: SftInputs, { temperature }: { temperature: number }): Tensor {
  if (!sameDims(chosenScores.dims, rejectedScores.dims)) throw shapeError('sftLoss', 'chosen and rejected scores differ', chosenScores.dims, rejectedScores.dims)
  const perPair = softplus(multiply(subtract(rejectedScores, chosenScores), scalar(1 / temperature))) // [pairs]
  const pairs = sizeOf(chosenScores.dims)
  return sum(multiply(perPair, weights ?? constant(new Float32Array(pairs).fill(1 / pairs), [pairs])), [0])
}
