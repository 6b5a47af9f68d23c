/** Products in 8-bit integers, for inference: each row of the activations on a scale of its own, each column of the weights on another. No gradient. */
import { multiply } from './elementwise.ts'
import { apply } from './operation.ts'
import { bytes, constant, dimAt, integers, sameDims, scalar, shapeError, type Operation, type Tensor } from './tensor.ts'

const ABS: Operation = { onnxType: 'Abs' }
const REDUCE_MAX: Operation = { onnxType: 'ReduceMax' }
const RESHAPE: Operation = { onnxType: 'Reshape' }
const SHAPE: Operation = { onnxType: 'Shape' }
const EXPAND: Operation = { onnxType: 'Expand' }
const QUANTIZE_LINEAR: Operation = { onnxType: 'QuantizeLinear' }
const INTEGER_PRODUCT: Operation = { onnxType: 'MatMulIntegerToFloat', domain: 'com.microsoft' }

/** The byte that stands for zero, and the largest distance from it that is used. */
const ZERO = 128
const LARGEST = 127

export interface QuantisedRows {
  values: Tensor // uint8 [rows, width]: round(x / scale) + 128
  scale: Tensor // [rows, 1]: largest |x| of the row / 127
}

/** The byte of zero for each row of x [rows, width]; one serves all quantisations of as many rows. */
export function zeroBytes(x: Tensor): Tensor {
  const rows = dimAt(x.dims, 0)
  return apply(EXPAND, [bytes(Uint8Array.of(ZERO), [1]), apply(SHAPE, [x], [1], { start: 0, end: 1 }, 'int64')], [rows], {}, 'uint8')
}

/** x [rows, width] row by row, so that a text's vector does not depend on the texts beside it. A row of zeros has scale 0, and stays zero. */
export function quantiseRows(x: Tensor, zeros: Tensor): QuantisedRows {
  const rows = dimAt(x.dims, 0)
  if (x.dims.length !== 2 || !sameDims(zeros.dims, [rows])) throw shapeError('quantiseRows', 'the rows differ', x.dims, zeros.dims)
  const largest = apply(REDUCE_MAX, [apply(ABS, [x], x.dims), integers([1])], [rows, 1], { keepdims: 1 })
  const scale = multiply(largest, scalar(1 / LARGEST))
  const perRow = apply(RESHAPE, [scale, integers([-1])], [rows])
  return { values: apply(QUANTIZE_LINEAR, [x, perRow, zeros], x.dims, { axis: 0 }, 'uint8'), scale }
}

export interface QuantisedWeight {
  values: Int8Array // [in, out]
  scales: Float32Array // [out]
}

/** x·W with x [rows, in] quantised and W [in, out]; result in float32. */
export function integerProduct({ values, scale }: QuantisedRows, weight: QuantisedWeight): Tensor {
  const [rows, width] = [dimAt(values.dims, 0), dimAt(values.dims, 1)]
  const columns = weight.scales.length
  const inputs = [values, bytes(weight.values, [width, columns]), scalar(1), constant(weight.scales, [columns]), bytes(Uint8Array.of(ZERO), []), bytes(new Int8Array(columns), [columns])]
  return multiply(apply(INTEGER_PRODUCT, inputs, [rows, columns]), scale)
}
