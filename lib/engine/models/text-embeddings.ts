/** The graph from token ids to one vector of length 1 per text: BERT, pooling, normalisation. */
import { gather } from '../graph/gather.ts'
import { reshape } from '../graph/layout.ts'
import { matmul } from '../graph/matmul.ts'
import { l2Normalize } from '../graph/normalisation.ts'
import { input, type Tensor } from '../graph/tensor.ts'
import type { HostArray } from '../executors/onnxruntime.ts'
import { bertHiddenStates, WORD_EMBEDDINGS, type ParameterLookup } from './bert.ts'
import type { BertConfig } from './bert-parameters.ts'
import type { TokenBatch, TokenBatchShape } from './token-batch.ts'

/** Normalised embeddings [rows, hidden] of a token batch whose graph inputs begin with `prefix`. */
export function textEmbeddings(config: BertConfig, parameter: ParameterLookup, { rows, length }: TokenBatchShape, prefix = ''): Tensor {
  const inputIds = input(`${prefix}inputIds`, [rows, length], 'int64')
  const attentionBias = input(`${prefix}attentionBias`, [rows, 1, 1, length])
  const poolingWeights = input(`${prefix}poolingWeights`, [rows, 1, length])
  const wordEmbeddings = gather(parameter(WORD_EMBEDDINGS), inputIds) // [rows, length, hidden]
  const hiddenStates = bertHiddenStates(config, parameter, { wordEmbeddings, attentionBias })
  const pooled = matmul(poolingWeights, reshape(hiddenStates, wordEmbeddings.dims)) // [rows, 1, hidden]
  return l2Normalize(reshape(pooled, [rows, config.hiddenSize]))
}

/** The values of those inputs. */
export function textFeeds(batch: TokenBatch, prefix = ''): [string, HostArray][] {
  return [[`${prefix}inputIds`, batch.inputIds], [`${prefix}attentionBias`, batch.attentionBias], [`${prefix}poolingWeights`, batch.poolingWeights]]
}
