/** Llama's decoder (arXiv 2302.13971, 2407.21783) and Qwen3's (arXiv 2505.09388) as a graph: token vectors in, hidden states out. It knows neither text nor how its vectors are used. */
import { silu, softmax } from '../graph/activation.ts'
import { add, multiply } from '../graph/elementwise.ts'
import { reshape, transpose } from '../graph/layout.ts'
import { matmul } from '../graph/matmul.ts'
import { rmsNormalization } from '../graph/normalisation.ts'
import { constant, type Tensor } from '../graph/tensor.ts'
import type { LayerBatch, ParameterLookup } from './architecture.ts'
import type { DecoderConfig } from './decoder-parameters.ts'
import { rotaryTables, rotate, type RotaryTables } from './rotary.ts'
import { MASKED } from './token-batch.ts'

/** Token vectors [rows, length, hidden] to what the first layer reads, [rows · length, hidden]: positions come in with the attention. */
export function embedDecoder(_config: DecoderConfig, _parameter: ParameterLookup, wordEmbeddings: Tensor): Tensor {
  const [rows = 0, length = 0, hidden = 0] = wordEmbeddings.dims
  return reshape(wordEmbeddings, [rows * length, hidden])
}

/** One layer, [rows · length, hidden] to the same shape: attention and a gated feed-forward part, each of a normalised input and added to it. */
export function decoderLayer(config: DecoderConfig, parameter: ParameterLookup, index: number, x: Tensor, batch: LayerBatch): Tensor {
  const layer = `model.layers.${index}`
  const dense = (input: Tensor, name: string): Tensor => matmul(input, parameter(`${layer}.${name}.weight`), { transposeB: true })
  const normalise = (input: Tensor, name: string): Tensor => rmsNormalization(input, parameter(`${layer}.${name}.weight`), config.rmsNormEps)

  const attended = add(x, dense(attention(config, dense, normalise, normalise(x, 'input_layernorm'), batch), 'self_attn.o_proj'))
  const y = normalise(attended, 'post_attention_layernorm')
  const gated = multiply(silu(dense(y, 'mlp.gate_proj')), dense(y, 'mlp.up_proj')) // SwiGLU, arXiv 2002.05202
  return add(attended, dense(gated, 'mlp.down_proj'))
}

type LayerPart = (input: Tensor, name: string) => Tensor

/** Each position attends to itself and those before it, [rows · length, heads · head]. Texts end before padding, so none of their positions can see it. */
function attention(config: DecoderConfig, dense: LayerPart, normalise: LayerPart, x: Tensor, { rows, length }: LayerBatch): Tensor {
  const { numHeads, numKeyValueHeads: shared, headSize } = config
  const group = numHeads / shared
  const { tables, causalBias } = positionConstants(config, length)
  const split = (input: Tensor, heads: number): Tensor => reshape(input, [rows, length, heads, headSize])
  const headsFirst = (input: Tensor): Tensor => transpose(input, [0, 2, 1, 3]) // [rows, heads, length, head]
  const direction = (name: string, heads: number): Tensor => {
    const projected = split(dense(x, `self_attn.${name}_proj`), heads)
    return rotate(headsFirst(config.modelType === 'qwen3' ? normalise(projected, `self_attn.${name}_norm`) : projected), tables)
  }
  // the queries of a group stand below one another, so that keys and values need not be repeated
  const query = reshape(direction('q', numHeads), [rows, shared, group * length, headSize])
  const key = direction('k', shared) // [rows, shared, length, head]
  const value = headsFirst(split(dense(x, 'self_attn.v_proj'), shared)) // [rows, shared, length, head]
  const scores = reshape(matmul(query, key, { transposeB: true, alpha: 1 / Math.sqrt(headSize) }), [rows, numHeads, length, length])
  const weights = softmax(add(scores, causalBias))
  const context = matmul(reshape(weights, [rows, shared, group * length, length]), value) // [rows, shared, group · length, head]
  return reshape(headsFirst(reshape(context, [rows, numHeads, length, headSize])), [rows * length, numHeads * headSize])
}

interface PositionConstants { tables: RotaryTables; /** [length, length]: nothing for a position and those before it, very negative for those after it. */ causalBias: Tensor }

const positionConstantsOf = new WeakMap<DecoderConfig, Map<number, PositionConstants>>()

/** The same tensors for every layer, so that a graph holds them once. */
function positionConstants(config: DecoderConfig, length: number): PositionConstants {
  const known = positionConstantsOf.get(config) ?? new Map<number, PositionConstants>()
  positionConstantsOf.set(config, known)
  const found = known.get(length) ?? {
    tables: rotaryTables(config.rope, config.headSize, length),
    causalBias: constant(Float32Array.from({ length: length * length }, (_, i) => (i % length > Math.floor(i / length) ? MASKED : 0)), [length, length]),
  }
  known.set(length, found)
  return found
}

export function finishDecoder(config: DecoderConfig, parameter: ParameterLookup, x: Tensor): Tensor {
  return rmsNormalization(x, parameter('model.norm.weight'), config.rmsNormEps)
}
