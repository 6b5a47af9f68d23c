/** What an operation is: its ONNX name and its rule of differentiation. Shapes are checked by the function that builds the node, before this is made. */
import type { Attributes, DataType, Dims, Tensor } from './tensor.ts'

export interface Operation {
  /** Name in ONNX, also the executor's instruction. */
  readonly onnxType: string
  readonly domain?: 'com.microsoft'
  /** Gradient of the loss for each input, given the one for the output; null where an input has none. Absent: not differentiable. */
  readonly gradient?: (output: Tensor, outputGradient: Tensor) => readonly (Tensor | null)[]
}

export function apply(operation: Operation, inputs: readonly Tensor[], dims: Dims, attributes: Attributes = {}, dataType: DataType = 'float32'): Tensor {
  return { operation, inputs, attributes, dims, dataType }
}

/** A further output of a node with several (mean and deviation of a layer normalisation). */
export const EXTRA_OUTPUT: Operation = { onnxType: 'ExtraOutput' }

export function extraOutput(tensor: Tensor, index: number, dims: Dims): Tensor {
  return apply(EXTRA_OUTPUT, [tensor], dims, { index })
}
