/** Writes a graph in the operations that the webgpu provider of onnxruntime-node 1.30 has: others it computes on the processor, with copies to and fro. The values are the same. */
import { multiply } from '../graph/elementwise.ts'
import { reshape, transpose } from '../graph/layout.ts'
import { apply } from '../graph/operation.ts'
import { dimAt, scalar, type Operation, type Tensor } from '../graph/tensor.ts'
import { topologicalOrder } from '../graph/topological-order.ts'

const MATMUL: Operation = { onnxType: 'MatMul' }
const SCATTER_ROWS: Operation = { onnxType: 'ScatterND' }

/** The same outputs. Inputs and constants stay the same tensors. */
export function withWebgpuOperations(outputs: readonly Tensor[]): Tensor[] {
  const rewritten = new Map<Tensor, Tensor>()
  for (const tensor of topologicalOrder(outputs)) {
    const inputs = tensor.inputs.map((x) => rewritten.get(x) as Tensor)
    const rewrite = REWRITES[tensor.operation.onnxType]
    if (rewrite !== undefined) rewritten.set(tensor, rewrite(tensor, inputs))
    else rewritten.set(tensor, inputs.every((x, position) => x === tensor.inputs[position]) ? tensor : { ...tensor, inputs })
  }
  return outputs.map((output) => rewritten.get(output) as Tensor)
}

const REWRITES: Record<string, ((tensor: Tensor, inputs: readonly Tensor[]) => Tensor) | undefined> = {
  /** Transpositions, a product and a factor. */
  FusedMatMul({ attributes, dims }, inputs) {
    const [a, b] = inputs as [Tensor, Tensor]
    const { float: alpha } = attributes.alpha as { float: number }
    const product = apply(MATMUL, [attributes.transA === 1 ? swapLast(a) : a, attributes.transB === 1 ? swapLast(b) : b], dims)
    return alpha === 1 ? product : multiply(product, scalar(alpha))
  },
  /** Of indices [count, width], equal along a row, the first column is enough here: this provider adds to repeated rows atomically, which the one for processors does not. */
  ScatterElements({ dims, attributes: { reduction } }, inputs) {
    const [target, columns, updates] = inputs as [Tensor, Tensor, Tensor]
    const indices = columns.operation.onnxType === 'Expand' ? columns.inputs[0] as Tensor : columns
    return apply(SCATTER_ROWS, [target, reshape(indices, [dimAt(updates.dims, 0), 1]), updates], dims, { reduction: reduction as string })
  },
}

function swapLast(x: Tensor): Tensor {
  const axes = x.dims.map((_, axis) => axis)
  return transpose(x, [...axes.slice(0, -2), ...axes.slice(-2).reverse()])
}
