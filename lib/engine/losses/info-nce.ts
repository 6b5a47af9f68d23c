/** InfoNCE (arXiv 1807.03748), also known as multiple negatives ranking loss: the positive of a query against its negatives. It sees vectors only.
 *
 * L = −Σᵢ wᵢ · log softmaxⱼ(qᵢ·pⱼ / τ + biasᵢⱼ) at j = the positive of i; sentence-transformers calls 1/τ the scale.
 */
import { logSoftmax } from '../graph/activation.ts'
import { add, multiply, negate } from '../graph/elementwise.ts'
import { reshape } from '../graph/layout.ts'
import { matmul } from '../graph/matmul.ts'
import { sum } from '../graph/reduce.ts'
import { constant, dimAt, shapeError, type Tensor } from '../graph/tensor.ts'

export interface InfoNceInputs {
  query: Tensor // [queries, hidden]
  passages: Tensor // [queries · groupSize, hidden], the positive first in each group
  /** Added to the scores, very negative where a passage must not count; [queries, candidates of each query]. */
  bias?: Tensor
  /** Share of each query in the loss, [queries]; without it, the mean. */
  weights?: Tensor
}

export interface InfoNceConfig {
  temperature: number
  /** Compare each query with the passages of the others too. */
  inBatchNegatives: boolean
}

/** qᵢ·pⱼ / τ + biasᵢⱼ, [queries, candidates of each query]. */
export function candidateScores({ query, passages, bias }: Omit<InfoNceInputs, 'weights'>, { temperature, inBatchNegatives }: InfoNceConfig): Tensor {
  const queries = dimAt(query.dims, 0)
  const hidden = dimAt(query.dims, 1)
  const total = dimAt(passages.dims, 0)
  if (total % queries !== 0 || passages.dims[1] !== hidden) throw shapeError('infoNceLoss', 'passages are not a group of equal size for each query', query.dims, passages.dims)
  const groupSize = total / queries
  const alpha = 1 / temperature
  const scores = inBatchNegatives
    ? matmul(query, passages, { transposeB: true, alpha }) // [queries, queries · groupSize]
    : reshape(matmul(reshape(query, [queries, 1, hidden]), reshape(passages, [queries, groupSize, hidden]), { transposeB: true, alpha }), [queries, groupSize])
  return bias === undefined ? scores : add(scores, bias)
}

export function infoNceLoss({ weights, ...inputs }: InfoNceInputs, config: InfoNceConfig): Tensor {
  const scores = candidateScores(inputs, config)
  const queries = dimAt(inputs.query.dims, 0)
  const groupSize = dimAt(inputs.passages.dims, 0) / queries
  const logProbabilities = logSoftmax(scores)
  const candidates = dimAt(scores.dims, 1)
  const isPositive = new Float32Array(queries * candidates) // [queries, candidates]
  for (let row = 0; row < queries; row++) isPositive[row * candidates + (config.inBatchNegatives ? row * groupSize : 0)] = 1
  const perQuery = sum(multiply(logProbabilities, constant(isPositive, scores.dims)), [1]) // [queries]
  return negate(sum(multiply(perQuery, weights ?? constant(new Float32Array(queries).fill(1 / queries), [queries])), [0]))
}
