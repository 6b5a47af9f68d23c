/** Makes nodes. Shapes are checked by the function of each operation, before it comes here. */
import type { Attributes, DataType, Dims, Operation, Tensor } from './tensor.ts'

export function apply(operation: Operation, inputs: readonly Tensor[], dims: Dims, attributes: Attributes = {}, dataType: DataType = 'float32'): Tensor {
  return { operation, inputs, attributes, dims, dataType }
}

/** A further output of a node with several (mean and deviation of a layer normalisation). */
export const EXTRA_OUTPUT: Operation = { onnxType: 'ExtraOutput' }

export function extraOutput(tensor: Tensor, index: number, dims: Dims): Tensor {
  return apply(EXTRA_OUTPUT, [tensor], dims, { index })
}
