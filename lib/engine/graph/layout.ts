/** Moving elements without changing them: reshape, transpose, slices, concatenation. */
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
    const [x, start, , axes] = output.inputs as [Tensor, Tensor, Tensor, Tensor]
    const [before, axis] = [Number(start.values?.[0]), Number(axes.values?.[0])]
    return [pad(g, axis, before, dimAt(x.dims, axis) - before - dimAt(g.dims, axis)), null, null, null]
  },
}

const PAD: Operation = {
  onnxType: 'Pad',
  gradient: (output, g) => {
    const [x] = output.inputs as [Tensor]
    const axis = output.dims.findIndex((dim, index) => dim !== x.dims[index])
    const before = Number((output.inputs[1] as Tensor).values?.[axis])
    return [slice(g, axis, before, before + dimAt(x.dims, axis)), null, null]
  },
}

const CONCATENATE: Operation = {
  onnxType: 'Concat',
  gradient: (output, g) => {
    const axis = output.attributes.axis as number
    let start = 0
    return output.inputs.map((part) => slice(g, axis, start, (start += dimAt(part.dims, axis))))
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

/** Elements start … end of one axis. */
export function slice(x: Tensor, axis: number, start: number, end: number): Tensor {
  const along = axis < 0 ? axis + x.dims.length : axis
  const size = dimAt(x.dims, along)
  if (start < 0 || end > size || start >= end) throw shapeError('slice', `the range lies outside axis ${axis}`, x.dims, [start, end])
  if (start === 0 && end === size) return x
  return apply(SLICE, [x, integers([start]), integers([end]), integers([along])], x.dims.map((dim, index) => (index === along ? end - start : dim)))
}

/** Rows start … end of the first axis. */
export function sliceRows(x: Tensor, start: number, end: number): Tensor {
  return slice(x, 0, start, end)
}

/** Zeros before and after along one axis. */
export function pad(x: Tensor, axis: number, before: number, after: number): Tensor {
  if (before === 0 && after === 0) return x
  const along = (amount: number): number[] => x.dims.map((_, index) => (index === axis ? amount : 0))
  const pads = integers([...along(before), ...along(after)])
  return apply(PAD, [x, pads, constant([0], [])], x.dims.map((dim, index) => (index === axis ? before + dim + after : dim)))
}

/** Joins along one axis. */
export function concatenate(parts: readonly Tensor[], axis: number): Tensor {
  const [first] = parts
  if (first === undefined) throw new Error('concatenate: nothing to join')
  if (parts.length === 1) return first
  const along = axis < 0 ? axis + first.dims.length : axis
  const others = (part: Tensor): number[] => part.dims.filter((_, index) => index !== along)
  for (const part of parts) if (!sameDims(others(part), others(first))) throw shapeError('concatenate', 'the other axes differ', first.dims, part.dims)
  const size = parts.reduce((total, part) => total + dimAt(part.dims, along), 0)
  return apply(CONCATENATE, parts, first.dims.map((dim, index) => (index === along ? size : dim)), { axis: along })
}
