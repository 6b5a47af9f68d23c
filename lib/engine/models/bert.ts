/** BERT's encoder (arXiv 1810.04805) as a graph: token vectors in, hidden states out. It knows neither text nor how its vectors are used. */
import { gelu, softmax } from '../graph/activation.ts'
import { add } from '../graph/elementwise.ts'
import { reshape, sliceRows, transpose } from '../graph/layout.ts'
import { linear, matmul } from '../graph/matmul.ts'
import { layerNormalization } from '../graph/normalisation.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { BertConfig } from './bert-parameters.ts'

export const WORD_EMBEDDINGS = 'embeddings.word_embeddings.weight'

/** Finds a parameter by its name in Hugging Face's checkpoint. */
export type ParameterLookup = (name: string) => Tensor

export interface BertInputs {
  wordEmbeddings: Tensor // [rows, length, hidden]
  attentionBias: Tensor // [rows, 1, 1, length]: 0 for a token, very negative for padding
}

/** Hidden states of the last layer, [rows · length, hidden]. */
export function bertHiddenStates(config: BertConfig, parameter: ParameterLookup, { wordEmbeddings, attentionBias }: BertInputs): Tensor {
  const [rows = 0, length = 0, hidden = 0] = wordEmbeddings.dims
  const { numHeads, layerNormEps } = config
  const headSize = hidden / numHeads
  const dense = (x: Tensor, name: string): Tensor => linear(x, parameter(`${name}.weight`), parameter(`${name}.bias`))
  const normalise = (x: Tensor, name: string): Tensor => layerNormalization(x, parameter(`${name}.weight`), parameter(`${name}.bias`), layerNormEps)
  const splitHeads = (x: Tensor): Tensor => transpose(reshape(x, [rows, length, numHeads, headSize]), [0, 2, 1, 3]) // [rows, heads, length, head]

  const attention = (x: Tensor, name: string): Tensor => {
    const query = splitHeads(dense(x, `${name}.self.query`))
    const key = splitHeads(dense(x, `${name}.self.key`))
    const value = splitHeads(dense(x, `${name}.self.value`))
    const scores = matmul(query, key, { transposeB: true, alpha: 1 / Math.sqrt(headSize) }) // [rows, heads, length, length]
    const context = matmul(softmax(add(scores, attentionBias)), value) // [rows, heads, length, head]
    return dense(reshape(transpose(context, [0, 2, 1, 3]), [rows * length, hidden]), `${name}.output.dense`)
  }

  const positions = sliceRows(parameter('embeddings.position_embeddings.weight'), 0, length) // [length, hidden]
  const segment = sliceRows(parameter('embeddings.token_type_embeddings.weight'), 0, 1) // [1, hidden]: one segment only
  let x = add(wordEmbeddings, add(positions, segment)) // [rows, length, hidden]
  x = normalise(reshape(x, [rows * length, hidden]), 'embeddings.LayerNorm') // [rows · length, hidden] from here on
  for (let layer = 0; layer < config.numLayers; layer++) {
    const name = `encoder.layer.${layer}`
    x = normalise(add(x, attention(x, `${name}.attention`)), `${name}.attention.output.LayerNorm`)
    const feedForward = dense(gelu(dense(x, `${name}.intermediate.dense`)), `${name}.output.dense`)
    x = normalise(add(x, feedForward), `${name}.output.LayerNorm`)
  }
  return x
}
