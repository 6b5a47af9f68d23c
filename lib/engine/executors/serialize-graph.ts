/** Writes a graph as an ONNX model: only what the outputs need, equal nodes once. */
import type { Attribute, ConstantValues, Tensor } from '../graph/tensor.ts'
import { isConstant, isInput } from '../graph/tensor.ts'
import { EXTRA_OUTPUT } from '../graph/operation.ts'
import { topologicalOrder } from '../graph/topological-order.ts'
import { ATTRIBUTE_TYPE, DATA_TYPE, encodeModel, type OnnxAttribute, type OnnxGraph, type OnnxNode, type OnnxValueInfo } from './onnx-format.ts'

/** Constants up to this many values are compared by value; larger ones are weights, compared by identity. */
const COMPARED_BY_VALUE = 16

export interface SerializedGraph { model: Uint8Array; inputs: Tensor[]; outputNames: string[] }

export interface SerializeOptions {
  /** Sizes of inputs and outputs are left open: for graphs none of whose operations fixes them. */
  hasFreeShapes?: boolean
}

function valueInfo(name: string, tensor: Tensor, hasFreeShapes: boolean): OnnxValueInfo {
  const dim = tensor.dims.map((dimValue, axis) => (hasFreeShapes ? { dimParam: `${name}.${axis}` } : { dimValue }))
  return { name, type: { tensorType: { elemType: DATA_TYPE[tensor.dataType], shape: { dim } } } }
}

function encodeAttribute(name: string, value: Attribute): OnnxAttribute {
  if (typeof value === 'number') return { name, type: ATTRIBUTE_TYPE.int, i: value }
  if (typeof value === 'string') return { name, type: ATTRIBUTE_TYPE.string, s: new TextEncoder().encode(value) }
  if ('float' in value) return { name, type: ATTRIBUTE_TYPE.float, f: value.float }
  return { name, type: ATTRIBUTE_TYPE.ints, ints: value }
}

/** The name under which an equal node was already written, or the given one. */
class NodeNames {
  readonly #names = new Map<Tensor, string>()
  readonly #byKey = new Map<string, string>()
  readonly #arrays = new Map<object, number>()

  of(tensor: Tensor): string {
    const name = this.#names.get(tensor)
    if (name === undefined) throw new Error(`serializeGraph: ${tensor.operation.onnxType} is used before it is defined`)
    return name
  }

  /** True when the node is new and has to be written. */
  claim(tensor: Tensor): boolean {
    const key = this.#key(tensor)
    const known = this.#byKey.get(key)
    const name = known ?? (isInput(tensor) ? (tensor.name as string) : `t${this.#byKey.size}`)
    this.#names.set(tensor, name)
    this.#byKey.set(key, name)
    return known === undefined
  }

  #key(tensor: Tensor): string {
    const { operation, inputs, attributes, dims, dataType } = tensor
    const type = `${operation.onnxType}|${dataType}|${dims.join()}`
    if (isInput(tensor)) return `${type}|${tensor.name}`
    if (isConstant(tensor)) return `${type}|${this.#valuesKey(tensor.values as ConstantValues)}`
    return `${type}|${JSON.stringify(attributes)}|${inputs.map((x) => this.of(x)).join()}`
  }

  #valuesKey(values: ConstantValues): string {
    if (values.length <= COMPARED_BY_VALUE) return values.join()
    const number = this.#arrays.get(values) ?? this.#arrays.size
    this.#arrays.set(values, number)
    return `array ${number}`
  }
}

export function serializeGraph(outputs: readonly Tensor[], { hasFreeShapes = false }: SerializeOptions = {}): SerializedGraph {
  const names = new NodeNames()
  const inputs: Tensor[] = []
  const nodes = new Map<string, OnnxNode>()
  const graph: OnnxGraph = { name: 'rankwell', node: [], initializer: [], input: [], output: [] }
  for (const tensor of topologicalOrder(outputs)) {
    if (!names.claim(tensor)) continue
    const name = names.of(tensor)
    if (isInput(tensor)) {
      inputs.push(tensor)
      graph.input.push(valueInfo(name, tensor, hasFreeShapes))
    } else if (isConstant(tensor)) {
      const { buffer, byteOffset, byteLength } = tensor.values as ConstantValues
      graph.initializer.push({ dims: tensor.dims, dataType: DATA_TYPE[tensor.dataType], name, rawData: new Uint8Array(buffer, byteOffset, byteLength) })
    } else if (tensor.operation === EXTRA_OUTPUT) {
      const node = nodes.get(names.of(tensor.inputs[0] as Tensor)) as OnnxNode
      const index = tensor.attributes.index as number
      while (node.output.length < index) node.output.push('')
      node.output[index] = name
    } else {
      const attribute = Object.entries(tensor.attributes).map(([key, value]) => encodeAttribute(key, value))
      const node = { input: tensor.inputs.map((x) => names.of(x)), output: [name], name, opType: tensor.operation.onnxType, attribute, domain: tensor.operation.domain ?? '' }
      nodes.set(name, node)
      graph.node.push(node)
    }
  }
  const outputNames = outputs.map((tensor) => names.of(tensor))
  graph.output = [...new Map(outputs.map((tensor) => [names.of(tensor), valueInfo(names.of(tensor), tensor, hasFreeShapes)])).values()]
  return { model: encodeModel(graph), inputs, outputNames }
}
