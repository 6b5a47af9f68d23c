/** Runs the same graph with operations of TensorFlow.js, node by node: a second opinion on every number, and a way to its GPU backends. It knows values and shapes, not what they mean. */
import * as tf from '@tensorflow/tfjs-core'
import { EXTRA_OUTPUT } from '../graph/operation.ts'
import { isConstant, isInput, sizeOf, type Tensor } from '../graph/tensor.ts'
import { topologicalOrder } from '../graph/topological-order.ts'
import type { CompiledGraph, HostArray } from './onnxruntime.ts'
import { openTfjsBackend } from './tfjs-backend.ts'
import { kernelOf } from './tfjs-operations.ts'

export async function compileTfjsGraph(outputs: readonly Tensor[]): Promise<CompiledGraph> {
  await openTfjsBackend()
  const order = topologicalOrder(outputs)
  for (const tensor of order) if (isComputed(tensor)) kernelOf(tensor)
  const constants = new Map(order.filter(isConstant).map((tensor) => [tensor, [toTfjs(tensor, tensor.values as HostArray)]]))
  const lastUse = new Map<Tensor, number>()
  order.forEach((tensor, index) => { for (const x of tensor.inputs) lastUse.set(x, index) })
  const isKept = new Set<Tensor>([...constants.keys(), ...outputs])
  return {
    async run(feeds, into = []) {
      const values = new Map<Tensor, tf.Tensor[]>(constants)
      try {
        order.forEach((tensor, index) => {
          if (!values.has(tensor)) values.set(tensor, isInput(tensor) ? [toTfjs(tensor, feeds.get(tensor.name as string))] : compute(tensor, values))
          for (const x of new Set(tensor.inputs)) if (lastUse.get(x) === index && !isKept.has(x)) dispose(values, x)
        })
        return await Promise.all(outputs.map(async (output, index) => {
          const computed = await values.get(output)?.[0]?.data() as Float32Array
          into[index]?.set(computed)
          return into[index] ?? computed.slice()
        }))
      } finally {
        for (const tensor of values.keys()) if (!constants.has(tensor)) dispose(values, tensor)
      }
    },
    async release() {
      for (const tensor of [...constants.keys()]) dispose(constants, tensor)
    },
  }
}

function isComputed(tensor: Tensor): boolean {
  return !isInput(tensor) && !isConstant(tensor) && tensor.operation !== EXTRA_OUTPUT
}

/** Outputs of one node; what its kernel made on the way is disposed. */
function compute(tensor: Tensor, values: ReadonlyMap<Tensor, tf.Tensor[]>): tf.Tensor[] {
  if (tensor.operation === EXTRA_OUTPUT) return [tf.clone(values.get(tensor.inputs[0] as Tensor)?.[tensor.attributes.index as number] as tf.Tensor)]
  const inputs = tensor.inputs.map((x) => values.get(x)?.[0] as tf.Tensor)
  return tf.tidy(() => [kernelOf(tensor)(inputs, tensor)].flat())
}

function dispose(values: Map<Tensor, tf.Tensor[]>, tensor: Tensor): void {
  for (const value of values.get(tensor) ?? []) value.dispose()
  values.delete(tensor)
}

/** TensorFlow.js has no 64-bit integers: indices and sizes fit into 32 bits. */
function toTfjs(tensor: Tensor, values: HostArray | undefined): tf.Tensor {
  const { name, dims } = tensor
  if (values === undefined) throw new Error(`run: no values for the input ${name}`)
  if (values.length !== sizeOf(dims)) throw new Error(`run: ${name ?? 'constant'} has shape [${dims.join(', ')}] but ${values.length} values`)
  if (values instanceof Float32Array) return tf.tensor(values.slice(), [...dims], 'float32') // a copy: the processor backend keeps the array it is given
  return tf.tensor(Int32Array.from(values, Number), [...dims], 'int32')
}
