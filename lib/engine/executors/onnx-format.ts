/** The few messages of the ONNX file format that we write (onnx.proto3, IR version 9). It knows nothing of our graph. */
import protobuf from 'protobufjs/light.js'

interface FieldSpec { rule?: 'repeated'; type: string; id: number; options?: { packed: boolean } }
const message = (fields: Record<string, FieldSpec>): { fields: Record<string, FieldSpec> } => ({ fields })
const one = (type: string, id: number): FieldSpec => ({ type, id })
const many = (type: string, id: number): FieldSpec => ({ rule: 'repeated', type, id })

const root = protobuf.Root.fromJSON({
  nested: {
    Attribute: message({ name: one('string', 1), f: one('float', 2), i: one('int64', 3), s: one('bytes', 4), ints: many('int64', 8), type: one('int32', 20) }),
    Dimension: message({ dimValue: one('int64', 1), dimParam: one('string', 2) }),
    Shape: message({ dim: many('Dimension', 1) }),
    TensorType: message({ elemType: one('int32', 1), shape: one('Shape', 2) }),
    Type: message({ tensorType: one('TensorType', 1) }),
    ValueInfo: message({ name: one('string', 1), type: one('Type', 2) }),
    TensorData: message({ dims: many('int64', 1), dataType: one('int32', 2), name: one('string', 8), rawData: one('bytes', 9) }),
    Node: message({ input: many('string', 1), output: many('string', 2), name: one('string', 3), opType: one('string', 4), attribute: many('Attribute', 5), domain: one('string', 7) }),
    Graph: message({ node: many('Node', 1), name: one('string', 2), initializer: many('TensorData', 5), input: many('ValueInfo', 11), output: many('ValueInfo', 12) }),
    OperatorSet: message({ domain: one('string', 1), version: one('int64', 2) }),
    Model: message({ irVersion: one('int64', 1), producerName: one('string', 2), graph: one('Graph', 7), opsetImport: many('OperatorSet', 8) }),
  },
})

/** Numbers of AttributeProto.AttributeType. */
export const ATTRIBUTE_TYPE = { float: 1, int: 2, string: 3, ints: 7 } as const
/** Numbers of TensorProto.DataType. */
export const DATA_TYPE = { float32: 1, uint8: 2, int8: 3, int64: 7, float16: 10 } as const

export interface OnnxAttribute { name: string; type: number; f?: number; i?: number; s?: Uint8Array; ints?: readonly number[] }
export interface OnnxNode { input: string[]; output: string[]; name: string; opType: string; attribute: OnnxAttribute[]; domain: string }
export interface OnnxTensor { dims: readonly number[]; dataType: number; name: string; rawData: Uint8Array }
export interface OnnxValueInfo { name: string; type: { tensorType: { elemType: number; shape: { dim: ({ dimValue: number } | { dimParam: string })[] } } } }
export interface OnnxGraph { name: string; node: OnnxNode[]; initializer: OnnxTensor[]; input: OnnxValueInfo[]; output: OnnxValueInfo[] }

/** Without extensions, the file names no operator set but ONNX's own. */
export function encodeModel(graph: OnnxGraph, { usesExtensions = true } = {}): Uint8Array {
  const model = {
    irVersion: 9,
    producerName: 'rankwell',
    graph,
    opsetImport: [{ domain: '', version: 18 }, ...(usesExtensions ? [{ domain: 'com.microsoft', version: 1 }] : [])],
  }
  return root.lookupType('Model').encode(model).finish()
}
