/** Computes the matrix products of a graph in half precision and everything else in float32, as mixed precision does (arXiv 1710.03740): operands are cast inside the graph, so weights stay float32 where they live. */
import { add } from '../graph/elementwise.ts'
import { apply } from '../graph/operation.ts'
import type { Operation, Tensor } from '../graph/tensor.ts'
import { topologicalOrder } from '../graph/topological-order.ts'
import { DATA_TYPE } from './onnx-format.ts'

const CAST: Operation = { onnxType: 'Cast' }
const PRODUCTS = new Set(['Gemm', 'MatMul', 'FusedMatMul'])

/** The same outputs. Inputs and constants stay the same tensors; a tensor is cast once however many products read it. */
export function withHalfProducts(outputs: readonly Tensor[]): Tensor[] {
  const rewritten = new Map<Tensor, Tensor>()
  const halves = new Map<Tensor, Tensor>()
  const half = (x: Tensor): Tensor => {
    const cast = halves.get(x) ?? apply(CAST, [x], x.dims, { to: DATA_TYPE.float16 }, 'float16')
    halves.set(x, cast)
    return cast
  }
  for (const tensor of topologicalOrder(outputs)) {
    const inputs = tensor.inputs.map((x) => rewritten.get(x) as Tensor)
    const [a, b, bias] = inputs as [Tensor, Tensor, Tensor?]
    if (PRODUCTS.has(tensor.operation.onnxType)) {
      const product = apply(tensor.operation, [half(a), half(b)], tensor.dims, tensor.attributes, 'float16')
      const wide = apply(CAST, [product], tensor.dims, { to: DATA_TYPE.float32 })
      rewritten.set(tensor, bias === undefined ? wide : add(wide, bias))
    } else rewritten.set(tensor, inputs.every((x, position) => x === tensor.inputs[position]) ? tensor : { ...tensor, inputs })
  }
  return outputs.map((output) => rewritten.get(output) as Tensor)
}
