/** Moving elements without changing them: reshape, transpose, slices of the first axis, concatenation. */
import { apply } from './operation.ts'
import { constant, dimAt, integers, sameDims, shapeError, sizeOf, type Dims, type Operation, type Tensor } from './tensor.ts'

const RESHAPE: Operation = {
  onnxType: 'Reshape',
  gradient: (output, g) => [reshape(g, (output.inputs[0] as Tensor).dims), null],
}

const TRANSPOSE: Operation = {
  onnxType: 'Transpose',
  gradient: (output, g) => {
    const permutation = output.attributes.perm as readonly number[]
    return [transpose(g, permutation.map((_, axis) => permutation.indexOf(axis)))]
  },
}

const SLICE: Operation = {
  onnxType: 'Slice',
  gradient: (output, g) => {
    const [x, start] = output.inputs as [Tensor, Tensor]
    const before = Number(start.values?.[0])
    return [padRows(g, before, dimAt(x.dims, 0) - before - dimAt(g.dims, 0)), null, null, null]
  },
}

const PAD: Operation = {
  onnxType: 'Pad',
  gradient: (output, g) => {
    const [x, pads] = output.inputs as [Tensor, Tensor]
    const before = Number(pads.values?.[0])
    return [sliceRows(g, before, before + dimAt(x.dims, 0)), null, null]
  },
}

const CONCATENATE: Operation = {
  onnxType: 'Concat',
  gradient: (output, g) => {
    let start = 0
    return output.inputs.map((part) => sliceRows(g, start, (start += dimAt(part.dims, 0))))
  },
}

export function reshape(x: Tensor, dims: Dims): Tensor {
  if (sameDims(x.dims, dims)) return x
  if (sizeOf(x.dims) !== sizeOf(dims)) throw shapeError('reshape', 'the number of elements differs', x.dims, dims)
  return apply(RESHAPE, [x, integers(dims)], dims, {}, x.dataType)
}

export function transpose(x: Tensor, permutation: readonly number[]): Tensor {
  const isPermutation = permutation.length === x.dims.length && x.dims.every((_, axis) => permutation.includes(axis))
  if (!isPermutation) throw shapeError('transpose', 'not a permutation of the axes', x.dims, permutation)
  return apply(TRANSPOSE, [x], permutation.map((axis) => dimAt(x.dims, axis)), { perm: permutation })
}

/** Rows start … end of the first axis. */
export function sliceRows(x: Tensor, start: number, end: number): Tensor {
  const [rows = 0, ...rest] = x.dims
  if (start < 0 || end > rows || start >= end) throw shapeError('sliceRows', 'the range lies outside the rows', x.dims, [start, end])
  if (start === 0 && end === rows) return x
  return apply(SLICE, [x, integers([start]), integers([end]), integers([0])], [end - start, ...rest])
}

/** Rows of zeros before and after the first axis. */
export function padRows(x: Tensor, before: number, after: number): Tensor {
  if (before === 0 && after === 0) return x
  const [rows = 0, ...rest] = x.dims
  const zeros = rest.map(() => 0)
  const pads = integers([before, ...zeros, after, ...zeros])
  return apply(PAD, [x, pads, constant([0], [])], [before + rows + after, ...rest])
}

/** Joins along the first axis. */
export function concatenateRows(parts: readonly Tensor[]): Tensor {
  const [first] = parts
  if (first === undefined) throw new Error('concatenateRows: nothing to join')
  if (parts.length === 1) return first
  const rest = first.dims.slice(1)
  for (const part of parts) if (!sameDims(part.dims.slice(1), rest)) throw shapeError('concatenateRows', 'the other axes differ', first.dims, part.dims)
  const rows = parts.reduce((total, part) => total + dimAt(part.dims, 0), 0)
  return apply(CONCATENATE, parts, [rows, ...rest], { axis: 0 })
}
