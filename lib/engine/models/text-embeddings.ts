/** The graph from token ids to one vector of length 1 per text: hidden states, pooling, normalisation. */
import { gather } from '../graph/gather.ts'
import { reshape } from '../graph/layout.ts'
import { matmul } from '../graph/matmul.ts'
import { l2Normalize } from '../graph/normalisation.ts'
import { dimAt, input, type Tensor } from '../graph/tensor.ts'
import type { HostArray } from '../executors/onnxruntime.ts'
import { hiddenStates, wordEmbeddingsName, type ModelConfig, type ParameterLookup } from './architecture.ts'
import type { TokenBatch, TokenBatchShape } from './token-batch.ts'

/** Normalised embeddings [rows, hidden] of a token batch whose graph inputs begin with `prefix`. */
export function textEmbeddings(config: ModelConfig, parameter: ParameterLookup, { rows, length }: TokenBatchShape, prefix = ''): Tensor {
  const inputIds = input(`${prefix}inputIds`, [rows, length], 'int64')
  const attentionBias = input(`${prefix}attentionBias`, [rows, 1, 1, length])
  const wordEmbeddings = gather(parameter(wordEmbeddingsName(config)), inputIds) // [rows, length, hidden]
  const hidden = hiddenStates(config, parameter, { wordEmbeddings, attentionBias }) // [rows · length, hidden]
  return poolTexts(hidden, { rows, length }, prefix)
}

/** Hidden states [rows · length, hidden] to one vector of length 1 per text, [rows, hidden]. */
export function poolTexts(hidden: Tensor, { rows, length }: TokenBatchShape, prefix = ''): Tensor {
  const width = dimAt(hidden.dims, 1)
  const poolingWeights = input(`${prefix}poolingWeights`, [rows, 1, length])
  const pooled = matmul(poolingWeights, reshape(hidden, [rows, length, width])) // [rows, 1, hidden]
  return l2Normalize(reshape(pooled, [rows, width]))
}

/** The values of those inputs. */
export function textFeeds(batch: TokenBatch, prefix = ''): [string, HostArray][] {
  return [[`${prefix}inputIds`, batch.inputIds], [`${prefix}attentionBias`, batch.attentionBias], [`${prefix}poolingWeights`, batch.poolingWeights]]
}
