/** Rewrites FusedMatMul into what every provider has: transpositions, a product and a factor. The webgpu provider of onnxruntime-node 1.30 lacks it and would compute it on the CPU, with copies to and fro. */
import { multiply } from '../graph/elementwise.ts'
import { transpose } from '../graph/layout.ts'
import { apply } from '../graph/operation.ts'
import { scalar, type Operation, type Tensor } from '../graph/tensor.ts'
import { topologicalOrder } from '../graph/topological-order.ts'

const MATMUL: Operation = { onnxType: 'MatMul' }

/** The same outputs, computed without FusedMatMul. Inputs and constants stay the same tensors. */
export function withPlainMatmul(outputs: readonly Tensor[]): Tensor[] {
  const rewritten = new Map<Tensor, Tensor>()
  for (const tensor of topologicalOrder(outputs)) {
    const inputs = tensor.inputs.map((x) => rewritten.get(x) as Tensor)
    const isUnchanged = inputs.every((x, position) => x === tensor.inputs[position])
    if (tensor.operation.onnxType === 'FusedMatMul') rewritten.set(tensor, plain(tensor, inputs as [Tensor, Tensor]))
    else rewritten.set(tensor, isUnchanged ? tensor : { ...tensor, inputs })
  }
  return outputs.map((output) => rewritten.get(output) as Tensor)
}

function plain({ attributes, dims }: Tensor, [a, b]: [Tensor, Tensor]): Tensor {
  const { float: alpha } = attributes.alpha as { float: number }
  const product = apply(MATMUL, [attributes.transA === 1 ? swapLast(a) : a, attributes.transB === 1 ? swapLast(b) : b], dims)
  return alpha === 1 ? product : multiply(product, scalar(alpha))
}

function swapLast(x: Tensor): Tensor {
  const axes = x.dims.map((_, axis) => axis)
  return transpose(x, [...axes.slice(0, -2), ...axes.slice(-2).reverse()])
}
