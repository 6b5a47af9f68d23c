/** BERT and XLM-RoBERTa from token ids to vectors with few, large operations and sizes left open. For inference on the CPU; models/bert.ts is the form that is trained. */
import { add } from '../graph/elementwise.ts'
import { biasGelu, flattenRows, multiHeadAttention, product, splitInThree, unflattenRows } from '../graph/fused-operations.ts'
import { gather } from '../graph/gather.ts'
import { matmul } from '../graph/matmul.ts'
import { l2Normalize, layerNormalization } from '../graph/normalisation.ts'
import { integerProduct, quantiseRows, zeroBytes } from '../graph/quantised.ts'
import { constant, input, type Tensor } from '../graph/tensor.ts'
import type { HostTensor } from '../files/safetensors.ts'
import { quantiseWeight } from '../quantization/quantise-weight.ts'
import type { BertConfig } from './bert-parameters.ts'

export type Precision = 'float32' | 'int8'

export interface FusedBertOptions {
  precision: Precision
  /** Largest integer of an 8-bit weight: less than 127 where the processor's products would overflow. */
  largestInteger?: number
}

/** Sizes the graph is checked with; it runs with any. */
const [ROWS, LENGTH] = [2, 3]

/**
 * One vector of length 1 per row, [rows, 1, hidden]. Inputs: inputIds [rows, length], positionIds [length], sizes (rows, length, −1),
 * poolingWeights [rows, 1, length], and the word table under its own name. All rows are full: none is padded.
 *
 * The bias b of a product that is added to the residual x is moved into x's layer normalisation, which then gives x + b, and taken out
 * again of the products that read it: W(x + b) + (c − Wb) = Wx + c.
 */
export function fusedBert(config: BertConfig, parameters: ReadonlyMap<string, HostTensor>, { precision, largestInteger }: FusedBertOptions): Tensor {
  const { hiddenSize: hidden, intermediateSize: intermediate, numHeads, numLayers, layerNormEps } = config
  const values = (name: string): Float32Array => {
    const tensor = parameters.get(name)
    if (tensor === undefined) throw new Error(`fusedBert: the parameter ${name} is missing`)
    return tensor.data
  }
  const layer = (index: number, name: string): string => `encoder.layer.${index}.${name}`
  const normalise = (x: Tensor, name: string, shift: Float32Array | null): Tensor => {
    const bias = values(`${name}.bias`)
    const shifted = shift === null ? bias : bias.map((value, unit) => value + (shift[unit] as number))
    return layerNormalization(x, constant(values(`${name}.weight`), [hidden]), constant(shifted, [hidden]), layerNormEps)
  }
  const inputIds = input('inputIds', [ROWS, LENGTH], 'int64')
  const sizes = input('sizes', [3], 'int64')
  const words = gather(input('embeddings.word_embeddings.weight', [config.vocabSize, hidden]), inputIds) // [rows, length, hidden]
  const positions = gather(constant(positionTable(values, hidden), [config.maxPositionEmbeddings, hidden]), input('positionIds', [LENGTH], 'int64')) // [length, hidden]
  const summed = flattenRows(add(words, positions))
  const zeros = zeroBytes(summed) // [rows · length]

  /** x·Wᵀ + residual with W [outputs, inputs]. */
  const dense = (x: Tensor, weight: Float32Array, outputs: number, inputs: number, residual?: Tensor): Tensor => {
    if (precision === 'float32') return product(x, constant(weight, [outputs, inputs]), residual)
    const result = integerProduct(quantiseRows(x, zeros), quantiseWeight(weight, outputs, inputs, largestInteger))
    return residual === undefined ? result : add(result, residual)
  }
  const attentionBias = (index: number): Float32Array => values(layer(index, 'attention.output.dense.bias'))

  let x = normalise(summed, 'embeddings.LayerNorm', attentionBias(0)) // [rows · length, hidden] from here on
  for (let index = 0; index < numLayers; index++) {
    const self = ['query', 'key', 'value'].map((name) => layer(index, `attention.self.${name}`))
    const weight = concatenated(self.map((name) => values(`${name}.weight`))) // [3 · hidden, hidden]
    const bias = withoutShift(concatenated(self.map((name) => values(`${name}.bias`))), weight, attentionBias(index))
    const [query, key, value] = splitInThree(unflattenRows(dense(x, weight, 3 * hidden, hidden), sizes, [ROWS, LENGTH]))
    const context = flattenRows(multiHeadAttention(query, key, value, constant(bias, [3 * hidden]), numHeads))
    const attended = dense(context, values(layer(index, 'attention.output.dense.weight')), hidden, hidden, x)

    const outputBias = values(layer(index, 'output.dense.bias'))
    x = normalise(attended, layer(index, 'attention.output.LayerNorm'), outputBias)
    const upWeight = values(layer(index, 'intermediate.dense.weight')) // [intermediate, hidden]
    const upBias = withoutShift(values(layer(index, 'intermediate.dense.bias')), upWeight, outputBias)
    const activated = biasGelu(dense(x, upWeight, intermediate, hidden), constant(upBias, [intermediate]))
    const fedForward = dense(activated, values(layer(index, 'output.dense.weight')), hidden, intermediate, x)
    x = normalise(fedForward, layer(index, 'output.LayerNorm'), index + 1 < numLayers ? attentionBias(index + 1) : null)
  }
  return l2Normalize(matmul(input('poolingWeights', [ROWS, 1, LENGTH]), unflattenRows(x, sizes, [ROWS, LENGTH]))) // [rows, 1, hidden]
}

/** Positions and the one segment, added once. */
function positionTable(values: (name: string) => Float32Array, hidden: number): Float32Array {
  const segment = values('embeddings.token_type_embeddings.weight')
  return values('embeddings.position_embeddings.weight').map((value, index) => value + (segment[index % hidden] as number))
}

function concatenated(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0))
  let start = 0
  for (const part of parts) {
    whole.set(part, start)
    start += part.length
  }
  return whole
}

/** bias − W·shift, summed in float64: W [outputs, inputs]. */
function withoutShift(bias: Float32Array, weight: Float32Array, shift: Float32Array): Float32Array {
  return bias.map((value, output) => {
    const row = weight.subarray(output * shift.length, (output + 1) * shift.length)
    return value - row.reduce((sum, entry, index) => sum + entry * (shift[index] as number), 0)
  })
}
