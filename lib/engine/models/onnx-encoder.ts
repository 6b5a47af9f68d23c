/** A model as one ONNX file for other programs: `input_ids` and `attention_mask` of any size in, `sentence_embedding` out, standard operations only.
 *
 * Written apart from the graph that is trained, because sizes stay open here: they are computed from the inputs while it runs. */
import { EngineError } from '../errors.ts'
import { ATTRIBUTE_TYPE, DATA_TYPE, encodeModel, type OnnxAttribute, type OnnxGraph, type OnnxTensor, type OnnxValueInfo } from '../executors/onnx-format.ts'
import type { HostTensor } from '../files/safetensors.ts'
import { sizeOf } from '../graph/tensor.ts'
import { isDecoder, parameterShapes, wordEmbeddingsName, type ModelConfig } from './architecture.ts'
import { firstPosition, type BertConfig } from './bert-parameters.ts'
import type { DecoderConfig } from './decoder-parameters.ts'
import { rotaryValues } from './rotary.ts'
import { MASKED, type Pooling } from './token-batch.ts'

export interface ExportedModel { config: ModelConfig; parameters: ReadonlyMap<string, HostTensor>; pooling: Pooling; /** Longest text the file computes, for decoders. */ maxLength: number }

/** An ONNX file is one protobuf message, and those end at 2 GiB. */
const LARGEST_FILE = 2 ** 31 - 2 ** 24

/** The name of a value in the file. */
type Value = string

export function encodeOnnxEncoder(model: ExportedModel): Uint8Array {
  const bytes = [...parameterShapes(model.config).values()].reduce((total, dims) => total + 4 * sizeOf(dims), 0)
  if (bytes > LARGEST_FILE) throw new EngineError(`The model's weights have ${bytes} bytes, more than the 2 GiB that one ONNX file can hold.`)
  const writer = new OnnxWriter(model.parameters)
  const batch = readBatch(writer)
  const x = isDecoder(model.config) ? decoderStates(writer, model.config, batch, model.maxLength) : bertStates(writer, model.config, batch)
  writer.op('Identity', [pool(writer, x, batch, model.pooling, model.config.hiddenSize)], {}, 'sentence_embedding')
  return encodeModel(writer.finish(model.config.hiddenSize), { usesExtensions: false })
}

type Attributes = Record<string, number | { float: number } | readonly number[]>

class OnnxWriter {
  readonly #parameters: ReadonlyMap<string, HostTensor>
  readonly #graph: OnnxGraph = { name: 'rankwell', node: [], initializer: [], input: [], output: [] }
  readonly #written = new Set<Value>()

  constructor(parameters: ReadonlyMap<string, HostTensor>) {
    this.#parameters = parameters
  }

  op(opType: string, input: Value[], attributes: Attributes = {}, name = `v${this.#graph.node.length}`): Value {
    const attribute = Object.entries(attributes).map(([key, value]): OnnxAttribute => {
      if (typeof value === 'number') return { name: key, type: ATTRIBUTE_TYPE.int, i: value }
      return 'float' in value ? { name: key, type: ATTRIBUTE_TYPE.float, f: value.float } : { name: key, type: ATTRIBUTE_TYPE.ints, ints: value }
    })
    this.#graph.node.push({ input, output: [name], name, opType, attribute, domain: '' })
    return name
  }

  weight(name: string): Value {
    const { data, dims } = this.#parameters.get(name) as HostTensor
    return this.floats(name, data, dims)
  }

  floats(name: string, values: Float32Array, dims: readonly number[]): Value {
    return this.#initialise({ name, dims, dataType: DATA_TYPE.float32, rawData: new Uint8Array(values.buffer, values.byteOffset, values.byteLength) })
  }

  scalar(value: number): Value {
    return this.floats(`scalar ${value}`, Float32Array.of(value), [])
  }

  /** A list, or one whole number with `dims` []. */
  integers(values: readonly number[], dims: readonly number[] = [values.length]): Value {
    return this.#initialise({ name: `integers ${values.join()} [${dims.join()}]`, dims, dataType: DATA_TYPE.int64, rawData: new Uint8Array(BigInt64Array.from(values, BigInt).buffer) })
  }

  #initialise(tensor: OnnxTensor): Value {
    if (!this.#written.has(tensor.name)) this.#graph.initializer.push(tensor)
    this.#written.add(tensor.name)
    return tensor.name
  }

  finish(hiddenSize: number): OnnxGraph {
    const value = (name: string, elemType: number, dim: ({ dimValue: number } | { dimParam: string })[]): OnnxValueInfo => ({ name, type: { tensorType: { elemType, shape: { dim } } } })
    const [batch, sequence] = [{ dimParam: 'batch_size' }, { dimParam: 'sequence_length' }]
    this.#graph.input.push(value('input_ids', DATA_TYPE.int64, [batch, sequence]), value('attention_mask', DATA_TYPE.int64, [batch, sequence]))
    this.#graph.output.push(value('sentence_embedding', DATA_TYPE.float32, [batch, { dimValue: hiddenSize }]))
    return this.#graph
  }
}

interface Batch {
  rows: Value // [1]
  length: Value // [1]
  positions: Value // [length]: 0, 1, …
  mask: Value // [rows, length]: 1 for a token, 0 for padding
  bias: Value // [rows, 1, 1, length]: 0 for a token, very negative for padding
}

function readBatch(writer: OnnxWriter): Batch {
  const shape = writer.op('Shape', ['input_ids'])
  const [rows, length] = [0, 1].map((axis) => writer.op('Gather', [shape, writer.integers([axis])])) as [Value, Value]
  const positions = writer.op('Range', [writer.integers([0], []), writer.op('Squeeze', [length]), writer.integers([1], [])])
  const mask = writer.op('Cast', ['attention_mask'], { to: DATA_TYPE.float32 })
  const padding = writer.op('Mul', [writer.op('Sub', [writer.scalar(1), mask]), writer.scalar(MASKED)])
  return { rows, length, positions, mask, bias: writer.op('Unsqueeze', [padding, writer.integers([1, 2])]) }
}

/** x [rows · length, heads · head] to [rows, length, heads, head]. */
function splitHeads(writer: OnnxWriter, x: Value, { rows, length }: Batch, heads: number, headSize: number): Value {
  return writer.op('Reshape', [x, writer.op('Concat', [rows, length, writer.integers([heads, headSize])], { axis: 0 })])
}

const headsFirst = (writer: OnnxWriter, x: Value): Value => writer.op('Transpose', [x], { perm: [0, 2, 1, 3] })
const flatten = (writer: OnnxWriter, x: Value, width: number): Value => writer.op('Reshape', [x, writer.integers([-1, width])])

function bertStates(writer: OnnxWriter, config: BertConfig, batch: Batch): Value {
  const { hiddenSize: hidden, numHeads, layerNormEps } = config
  const headSize = hidden / numHeads
  const dense = (x: Value, name: string): Value => writer.op('Gemm', [x, writer.weight(`${name}.weight`), writer.weight(`${name}.bias`)], { transB: 1 })
  const normalise = (x: Value, name: string): Value => writer.op('LayerNormalization', [x, writer.weight(`${name}.weight`), writer.weight(`${name}.bias`)], { axis: -1, epsilon: { float: layerNormEps } })
  const words = writer.op('Gather', [writer.weight(wordEmbeddingsName(config)), 'input_ids'])
  const positions = writer.op('Gather', [writer.weight('embeddings.position_embeddings.weight'), positionIds(writer, config, batch)])
  const segment = writer.op('Gather', [writer.weight('embeddings.token_type_embeddings.weight'), writer.integers([0])])
  let x = normalise(flatten(writer, writer.op('Add', [words, writer.op('Add', [positions, segment])]), hidden), 'embeddings.LayerNorm')
  for (let index = 0; index < config.numLayers; index++) {
    const layer = `encoder.layer.${index}`
    const [query, key, value] = ['query', 'key', 'value'].map((name) => headsFirst(writer, splitHeads(writer, dense(x, `${layer}.attention.self.${name}`), batch, numHeads, headSize))) as [Value, Value, Value]
    const scores = writer.op('Mul', [writer.op('MatMul', [query, writer.op('Transpose', [key], { perm: [0, 1, 3, 2] })]), writer.scalar(1 / Math.sqrt(headSize))])
    const context = writer.op('MatMul', [writer.op('Softmax', [writer.op('Add', [scores, batch.bias])], { axis: -1 }), value])
    const attention = dense(flatten(writer, headsFirst(writer, context), hidden), `${layer}.attention.output.dense`)
    x = normalise(writer.op('Add', [x, attention]), `${layer}.attention.output.LayerNorm`)
    x = normalise(writer.op('Add', [x, dense(gelu(writer, dense(x, `${layer}.intermediate.dense`)), `${layer}.output.dense`)]), `${layer}.output.LayerNorm`)
  }
  return x
}

/** BERT counts positions; XLM-RoBERTa counts tokens that are not padding, from the row after padding's. */
function positionIds(writer: OnnxWriter, config: BertConfig, { positions }: Batch): Value {
  if (config.modelType === 'bert') return positions
  const pad = writer.integers([config.padTokenId], [])
  const isToken = writer.op('Cast', [writer.op('Not', [writer.op('Equal', ['input_ids', pad])])], { to: DATA_TYPE.int64 })
  const counted = writer.op('Mul', [writer.op('CumSum', [isToken, writer.integers([1], [])]), isToken])
  return writer.op('Add', [counted, writer.integers([firstPosition(config) - 1], [])])
}

/** ½x·(1 + erf(x/√2)). */
function gelu(writer: OnnxWriter, x: Value): Value {
  const cumulative = writer.op('Add', [writer.op('Erf', [writer.op('Mul', [x, writer.scalar(Math.SQRT1_2)])]), writer.scalar(1)])
  return writer.op('Mul', [writer.op('Mul', [x, writer.scalar(0.5)]), cumulative])
}

function decoderStates(writer: OnnxWriter, config: DecoderConfig, batch: Batch, maxLength: number): Value {
  const { hiddenSize: hidden, numHeads, numKeyValueHeads: shared, headSize } = config
  const dense = (x: Value, name: string): Value => writer.op('Gemm', [x, writer.weight(`${name}.weight`)], { transB: 1 })
  const normalise = (x: Value, name: string): Value => rmsNormalise(writer, x, writer.weight(`${name}.weight`), config.rmsNormEps)
  const rotate = rotation(writer, config, batch, maxLength)
  const bias = causalBias(writer, batch)
  /** Heads [rows, shared, group · length, head]: the queries of a group below one another. */
  const grouped = (x: Value, heads: number): Value => writer.op('Reshape', [x, writer.op('Concat', [batch.rows, writer.integers([shared]), writer.op('Mul', [batch.length, writer.integers([heads / shared])]), writer.integers([-1])], { axis: 0 })])
  let x = flatten(writer, writer.op('Gather', [writer.weight(wordEmbeddingsName(config)), 'input_ids']), hidden)
  for (let index = 0; index < config.numLayers; index++) {
    const layer = `model.layers.${index}`
    const y = normalise(x, `${layer}.input_layernorm`)
    const direction = (name: string, heads: number): Value => {
      const split = splitHeads(writer, dense(y, `${layer}.self_attn.${name}_proj`), batch, heads, headSize)
      return rotate(headsFirst(writer, config.modelType === 'qwen3' ? normalise(split, `${layer}.self_attn.${name}_norm`) : split))
    }
    const query = grouped(direction('q', numHeads), numHeads)
    const key = writer.op('Transpose', [direction('k', shared)], { perm: [0, 1, 3, 2] })
    const value = headsFirst(writer, splitHeads(writer, dense(y, `${layer}.self_attn.v_proj`), batch, shared, headSize))
    const products = writer.op('Mul', [writer.op('MatMul', [query, key]), writer.scalar(1 / Math.sqrt(headSize))])
    const scores = writer.op('Reshape', [products, writer.op('Concat', [batch.rows, writer.integers([numHeads]), batch.length, batch.length], { axis: 0 })])
    const weights = grouped(writer.op('Softmax', [writer.op('Add', [scores, bias])], { axis: -1 }), numHeads)
    const context = writer.op('Reshape', [writer.op('MatMul', [weights, value]), writer.op('Concat', [batch.rows, writer.integers([numHeads]), batch.length, writer.integers([headSize])], { axis: 0 })])
    x = writer.op('Add', [x, dense(flatten(writer, headsFirst(writer, context), numHeads * headSize), `${layer}.self_attn.o_proj`)])
    const z = normalise(x, `${layer}.post_attention_layernorm`)
    const gate = dense(z, `${layer}.mlp.gate_proj`)
    const gated = writer.op('Mul', [writer.op('Mul', [gate, writer.op('Sigmoid', [gate])]), dense(z, `${layer}.mlp.up_proj`)])
    x = writer.op('Add', [x, dense(gated, `${layer}.mlp.down_proj`)])
  }
  return normalise(x, 'model.norm')
}

function rmsNormalise(writer: OnnxWriter, x: Value, scale: Value, epsilon: number): Value {
  const meanSquare = writer.op('ReduceMean', [writer.op('Mul', [x, x]), writer.integers([-1])])
  return writer.op('Mul', [writer.op('Div', [x, writer.op('Sqrt', [writer.op('Add', [meanSquare, writer.scalar(epsilon)])])]), scale])
}

/** Rotary positions from tables of the longest text. */
function rotation(writer: OnnxWriter, config: DecoderConfig, { positions }: Batch, maxLength: number): (x: Value) => Value {
  const { headSize } = config
  const { cosine, sine } = rotaryValues(config.rope, headSize, maxLength)
  const [cos, sin] = [['rotary cosine', cosine], ['rotary sine', sine]].map(([name, values]) => writer.op('Gather', [writer.floats(name as string, values as Float32Array, [maxLength, headSize]), positions])) as [Value, Value]
  const part = (x: Value, start: number, end: number): Value => writer.op('Slice', [x, writer.integers([start]), writer.integers([end]), writer.integers([-1])])
  return (x) => {
    const quarterTurn = writer.op('Concat', [writer.op('Neg', [part(x, headSize / 2, headSize)]), part(x, 0, headSize / 2)], { axis: -1 })
    return writer.op('Add', [writer.op('Mul', [x, cos]), writer.op('Mul', [quarterTurn, sin])])
  }
}

/** [rows, 1, length, length]: neither padding nor what comes later. */
function causalBias(writer: OnnxWriter, { positions, bias }: Batch): Value {
  const [reader, read] = [1, 0].map((axis) => writer.op('Unsqueeze', [positions, writer.integers([axis])])) as [Value, Value]
  const later = writer.op('Cast', [writer.op('Greater', [read, reader])], { to: DATA_TYPE.float32 })
  return writer.op('Add', [bias, writer.op('Mul', [later, writer.scalar(MASKED)])])
}

/** Hidden states x [rows · length, hidden] to one vector of length 1 per row. */
function pool(writer: OnnxWriter, x: Value, { rows, length, positions, mask }: Batch, pooling: Pooling, hiddenSize: number): Value {
  const hidden = writer.op('Reshape', [x, writer.op('Concat', [rows, length, writer.integers([hiddenSize])], { axis: 0 })])
  const at = (position: Value): Value => writer.op('Cast', [writer.op('Equal', [writer.op('Unsqueeze', [positions, writer.integers([0])]), position])], { to: DATA_TYPE.float32 })
  const last = (): Value => writer.op('ArgMax', [writer.op('Mul', [mask, writer.op('Cast', [positions], { to: DATA_TYPE.float32 })])], { axis: 1 }) // [rows, 1]
  const counts = (): Value => writer.op('Max', [writer.op('ReduceSum', [mask, writer.integers([1])]), writer.scalar(1e-9)])
  const weights = pooling === 'mean' ? writer.op('Div', [mask, counts()]) : at(pooling === 'cls' ? writer.integers([0]) : last()) // [rows or 1, length]
  const pooled = writer.op('Squeeze', [writer.op('MatMul', [writer.op('Unsqueeze', [weights, writer.integers([1])]), hidden]), writer.integers([1])]) // [rows, hidden]
  const norm = writer.op('Sqrt', [writer.op('ReduceSum', [writer.op('Mul', [pooled, pooled]), writer.integers([1])])])
  return writer.op('Div', [pooled, writer.op('Max', [norm, writer.scalar(1e-12)])])
}
