/** A node of the graph of tensor operations: what computes it, from what, and its static shape. It knows neither values (constants apart) nor how it is run. */

/** Bytes occur in inference only: weights and activations on a coarse scale. */
export type DataType = 'float32' | 'float16' | 'int64' | 'int8' | 'uint8'
export type Dims = readonly number[]
export type Attribute = number | string | readonly number[] | { readonly float: number }
export type Attributes = Readonly<Record<string, Attribute>>

export interface Tensor {
  readonly operation: Operation
  readonly inputs: readonly Tensor[]
  readonly attributes: Attributes
  readonly dims: Dims
  readonly dataType: DataType
  /** Set on graph inputs. */
  readonly name?: string
  /** Set on constants. */
  readonly values?: ConstantValues
}

export type ConstantValues = Float32Array | BigInt64Array | Int8Array | Uint8Array

/** What an operation is: its ONNX name and its rule of differentiation. */
export interface Operation {
  /** Name in ONNX, also the executor's instruction. */
  readonly onnxType: string
  readonly domain?: 'com.microsoft'
  /** Gradient of the loss for each input, given the one for the output; null where an input has none. Absent: not differentiable. */
  readonly gradient?: (output: Tensor, outputGradient: Tensor) => readonly (Tensor | null)[]
}

const INPUT: Operation = { onnxType: 'Input' }
const CONSTANT: Operation = { onnxType: 'Constant' }

/** A tensor the caller feeds at each run. */
export function input(name: string, dims: Dims, dataType: DataType = 'float32'): Tensor {
  return { operation: INPUT, inputs: [], attributes: {}, dims, dataType, name }
}

/** A tensor whose values are part of the graph. */
export function constant(values: Float32Array | readonly number[], dims: Dims): Tensor {
  if (values.length !== sizeOf(dims)) throw shapeError('constant', 'the values do not fill the shape', [values.length], dims)
  const data = values instanceof Float32Array ? values : Float32Array.from(values)
  return { operation: CONSTANT, inputs: [], attributes: {}, dims, dataType: 'float32', values: data }
}

/** Whole numbers: axes, shapes and indices that the graph itself needs. */
export function integers(values: readonly number[], dims: Dims = [values.length]): Tensor {
  return { operation: CONSTANT, inputs: [], attributes: {}, dims, dataType: 'int64', values: BigInt64Array.from(values, BigInt) }
}

/** Quantised values; what one step of them is worth is told to the operation that reads them. */
export function bytes(values: Int8Array | Uint8Array, dims: Dims): Tensor {
  if (values.length !== sizeOf(dims)) throw shapeError('bytes', 'the values do not fill the shape', [values.length], dims)
  return { operation: CONSTANT, inputs: [], attributes: {}, dims, dataType: values instanceof Int8Array ? 'int8' : 'uint8', values }
}

export function scalar(value: number): Tensor {
  return constant([value], [])
}

export function isConstant(tensor: Tensor): boolean {
  return tensor.operation === CONSTANT
}

export function isInput(tensor: Tensor): boolean {
  return tensor.operation === INPUT
}

export function sizeOf(dims: Dims): number {
  return dims.reduce((size, dim) => size * dim, 1)
}

export function sameDims(a: Dims, b: Dims): boolean {
  return a.length === b.length && a.every((dim, axis) => dim === b[axis])
}

export function dimAt(dims: Dims, axis: number): number {
  const dim = dims.at(axis)
  if (dim === undefined) throw new RangeError(`axis ${axis} does not exist in [${dims.join(', ')}]`)
  return dim
}

/** A programmer's error; both shapes are printed because one alone never explains it. */
export function shapeError(operation: string, problem: string, a: Dims, b: Dims): Error {
  return new Error(`${operation}: ${problem}: [${a.join(', ')}] and [${b.join(', ')}]`)
}
