/** The encoder of BERT (arXiv 1810.04805) and XLM-RoBERTa as a graph: token vectors in, hidden states out. It knows neither text nor how its vectors are used. */
import { gelu, softmax } from '../graph/activation.ts'
import { add } from '../graph/elementwise.ts'
import { reshape, sliceRows, transpose } from '../graph/layout.ts'
import { linear, matmul } from '../graph/matmul.ts'
import { layerNormalization } from '../graph/normalisation.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { LayerBatch, ParameterLookup } from './architecture.ts'
import { firstPosition, type BertConfig } from './bert-parameters.ts'

/** Token vectors [rows, length, hidden] to what the first layer reads, [rows · length, hidden]. */
export function embedBert(config: BertConfig, parameter: ParameterLookup, wordEmbeddings: Tensor): Tensor {
  const [rows = 0, length = 0, hidden = 0] = wordEmbeddings.dims
  const start = firstPosition(config)
  const positions = sliceRows(parameter('embeddings.position_embeddings.weight'), start, start + length) // [length, hidden]
  const segment = sliceRows(parameter('embeddings.token_type_embeddings.weight'), 0, 1) // [1, hidden]: one segment only
  const x = reshape(add(wordEmbeddings, add(positions, segment)), [rows * length, hidden])
  return layerNormalization(x, parameter('embeddings.LayerNorm.weight'), parameter('embeddings.LayerNorm.bias'), config.layerNormEps)
}

/** One layer, [rows · length, hidden] to the same shape: attention and a feed-forward part, each added to its input and normalised. */
export function bertLayer(config: BertConfig, parameter: ParameterLookup, index: number, x: Tensor, { rows, length, attentionBias }: LayerBatch): Tensor {
  const { hiddenSize: hidden, numHeads, layerNormEps } = config
  const headSize = hidden / numHeads
  const layer = `encoder.layer.${index}`
  const dense = (input: Tensor, name: string): Tensor => linear(input, parameter(`${layer}.${name}.weight`), parameter(`${layer}.${name}.bias`))
  const normalise = (input: Tensor, name: string): Tensor => layerNormalization(input, parameter(`${layer}.${name}.weight`), parameter(`${layer}.${name}.bias`), layerNormEps)
  const splitHeads = (input: Tensor): Tensor => transpose(reshape(input, [rows, length, numHeads, headSize]), [0, 2, 1, 3]) // [rows, heads, length, head]

  const query = splitHeads(dense(x, 'attention.self.query'))
  const key = splitHeads(dense(x, 'attention.self.key'))
  const value = splitHeads(dense(x, 'attention.self.value'))
  const scores = matmul(query, key, { transposeB: true, alpha: 1 / Math.sqrt(headSize) }) // [rows, heads, length, length]
  const context = matmul(softmax(add(scores, attentionBias)), value) // [rows, heads, length, head]
  const attention = dense(reshape(transpose(context, [0, 2, 1, 3]), [rows * length, hidden]), 'attention.output.dense')
  const attended = normalise(add(x, attention), 'attention.output.LayerNorm')
  const feedForward = dense(gelu(dense(attended, 'intermediate.dense')), 'output.dense')
  return normalise(add(attended, feedForward), 'output.LayerNorm')
}
