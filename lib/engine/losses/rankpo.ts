/** RankPO (arXiv 2503.10723): preference optimisation on similarity scores. It sees scores only.
 *
 * advantage = (s_chosen − s_rejected) − (ref_chosen − ref_rejected);  z = advantage/τ − γ
 * sigmoid: −(1−ε)·log σ(βz) − ε·log σ(−βz);  hinge: max(0, 1 − βz)
 */
import { relu, softplus } from '../graph/activation.ts'
import { add, multiply, negate, subtract } from '../graph/elementwise.ts'
import { sum } from '../graph/reduce.ts'
import { constant, sameDims, scalar, shapeError, sizeOf, type Tensor } from '../graph/tensor.ts'

export interface RankpoInputs {
  chosenScores: Tensor // [pairs]
  rejectedScores: Tensor // [pairs]
  /** Scores of the frozen reference model; without one its part of the advantage is zero. */
  reference: { kind: 'none' } | { kind: 'model'; refChosenScores: Tensor; refRejectedScores: Tensor }
  /** Share of each pair in the loss, [pairs]; without it, the mean. */
  weights?: Tensor
}

export interface RankpoLossConfig {
  lossType: 'sigmoid' | 'hinge'
  temperature: number
  beta: number
  gammaBetaRatio: number
  /** ε: how often a judgment is taken to be the wrong way round; used by the sigmoid form only. */
  labelSmoothing: number
}

export function rankpoLoss({ chosenScores, rejectedScores, reference, weights }: RankpoInputs, config: RankpoLossConfig): Tensor {
  if (!sameDims(chosenScores.dims, rejectedScores.dims)) throw shapeError('rankpoLoss', 'chosen and rejected scores differ', chosenScores.dims, rejectedScores.dims)
  const { beta, temperature, gammaBetaRatio, labelSmoothing } = config
  let advantage = subtract(chosenScores, rejectedScores) // [pairs]
  if (reference.kind === 'model') advantage = subtract(advantage, subtract(reference.refChosenScores, reference.refRejectedScores))
  const scaled = multiply(subtract(multiply(advantage, scalar(1 / temperature)), scalar(gammaBetaRatio)), scalar(beta)) // βz
  const perPair = config.lossType === 'hinge' ? relu(subtract(scalar(1), scaled)) : smoothedSigmoidLoss(scaled, labelSmoothing)
  const pairs = sizeOf(chosenScores.dims)
  return sum(multiply(perPair, weights ?? constant(new Float32Array(pairs).fill(1 / pairs), [pairs])), [0])
}

/** −log σ(x) = softplus(−x). Without smoothing its term is left out: ORT 1.30 breaks graphs that multiply by a constant zero. */
function smoothedSigmoidLoss(scaled: Tensor, labelSmoothing: number): Tensor {
  const loss = softplus(negate(scaled))
  if (labelSmoothing === 0) return loss
  return add(multiply(loss, scalar(1 - labelSmoothing)), multiply(softplus(scaled), scalar(labelSmoothing)))
}
