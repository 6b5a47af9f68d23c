/** Operations for inference that do the work of several, and reshapes that take their sizes when they run. They have no gradient. */
import { apply, extraOutput } from './operation.ts'
import { dimAt, integers, sameDims, shapeError, sizeOf, type Operation, type Tensor } from './tensor.ts'

const RESHAPE: Operation = { onnxType: 'Reshape' }
const SPLIT: Operation = { onnxType: 'Split' }
const MULTI_HEAD_ATTENTION: Operation = { onnxType: 'MultiHeadAttention', domain: 'com.microsoft' }
const BIAS_GELU: Operation = { onnxType: 'BiasGelu', domain: 'com.microsoft' }
const GEMM: Operation = { onnxType: 'Gemm' }

/** x [..., width] as [everything before, width], whatever sizes x has when it runs. */
export function flattenRows(x: Tensor): Tensor {
  const width = dimAt(x.dims, -1)
  return apply(RESHAPE, [x, integers([-1, width])], [sizeOf(x.dims) / width, width])
}

/** x [rows · length, width] as [rows, length, width]; `sizes` is an input that holds (rows, length, −1). */
export function unflattenRows(x: Tensor, sizes: Tensor, [rows, length]: readonly [number, number]): Tensor {
  if (rows * length !== x.dims[0]) throw shapeError('unflattenRows', 'the rows differ', x.dims, [rows, length])
  return apply(RESHAPE, [x, sizes], [rows, length, dimAt(x.dims, 1)])
}

/** Three equal parts of the last axis. */
export function splitInThree(x: Tensor): [Tensor, Tensor, Tensor] {
  const width = dimAt(x.dims, -1) / 3
  if (!Number.isInteger(width)) throw shapeError('splitInThree', 'the last axis is no multiple of three', x.dims, [3])
  const dims = [...x.dims.slice(0, -1), width]
  const first = apply(SPLIT, [x, integers([width, width, width])], dims, { axis: -1 })
  return [first, extraOutput(first, 1, dims), extraOutput(first, 2, dims)]
}

/** softmax(QKᵀ / √head)·V for each head, with query, key, value [rows, length, hidden] and the bias [3 · hidden] of all three. Every row is full: nothing is masked. */
export function multiHeadAttention(query: Tensor, key: Tensor, value: Tensor, bias: Tensor, heads: number): Tensor {
  const hidden = dimAt(query.dims, -1)
  if (hidden % heads !== 0 || !sameDims(bias.dims, [3 * hidden])) throw shapeError('multiHeadAttention', `query and bias do not fit ${heads} heads`, query.dims, bias.dims)
  return apply(MULTI_HEAD_ATTENTION, [query, key, value, bias], query.dims, { num_heads: heads })
}

/** gelu(x + bias). */
export function biasGelu(x: Tensor, bias: Tensor): Tensor {
  if (!sameDims(bias.dims, [dimAt(x.dims, -1)])) throw shapeError('biasGelu', 'input and bias do not fit', x.dims, bias.dims)
  return apply(BIAS_GELU, [x, bias], x.dims)
}

/** x·Wᵀ with x [rows, in] and weight [out, in], added onto `onto` [rows, out] when it is given. */
export function product(x: Tensor, weight: Tensor, onto?: Tensor): Tensor {
  const dims = [dimAt(x.dims, 0), dimAt(weight.dims, 0)]
  if (dimAt(x.dims, 1) !== dimAt(weight.dims, 1)) throw shapeError('product', 'input and weight do not fit', x.dims, weight.dims)
  if (onto !== undefined && !sameDims(onto.dims, dims)) throw shapeError('product', 'the result does not fit what it is added onto', dims, onto.dims)
  return apply(GEMM, onto === undefined ? [x, weight] : [x, weight, onto], dims, { transB: 1 })
}
