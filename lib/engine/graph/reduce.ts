/** Sums over axes, and their inverse: repeating along axes. */
import { apply } from './operation.ts'
import { reshape } from './layout.ts'
import { integers, sameDims, shapeError, type Dims, type Operation, type Tensor } from './tensor.ts'

const SUM: Operation = {
  onnxType: 'ReduceSum',
  gradient: (output, g) => {
    const [x, axes] = output.inputs as [Tensor, Tensor]
    const reduced = Array.from(axes.values ?? [], Number)
    const keptDims = x.dims.map((dim, axis) => (reduced.includes(axis) ? 1 : dim))
    return [expand(reshape(g, keptDims), x.dims), null]
  },
}

const EXPAND: Operation = {
  onnxType: 'Expand',
  gradient: (output, g) => [sumTo(g, (output.inputs[0] as Tensor).dims), null],
}

export function sum(x: Tensor, axes: readonly number[], options: { keepDims?: boolean } = {}): Tensor {
  const reduced = axes.map((axis) => (axis < 0 ? axis + x.dims.length : axis))
  if (reduced.some((axis) => axis < 0 || axis >= x.dims.length)) throw shapeError('sum', 'an axis is outside the tensor (tensor and axes)', x.dims, axes)
  const dims = options.keepDims
    ? x.dims.map((dim, axis) => (reduced.includes(axis) ? 1 : dim))
    : x.dims.filter((_, axis) => !reduced.includes(axis))
  return apply(SUM, [x, integers(reduced)], dims, { keepdims: options.keepDims ? 1 : 0 })
}

export function expand(x: Tensor, dims: Dims): Tensor {
  if (sameDims(x.dims, dims)) return x
  const isPossible = x.dims.length === dims.length && x.dims.every((dim, axis) => dim === 1 || dim === dims[axis])
  if (!isPossible) throw shapeError('expand', 'only axes of size 1 can be repeated', x.dims, dims)
  return apply(EXPAND, [x, integers(dims)], dims, {}, x.dataType)
}

/** Undoes broadcasting: sums a gradient over the axes along which its tensor was repeated. */
export function sumTo(g: Tensor, dims: Dims): Tensor {
  if (sameDims(g.dims, dims)) return g
  const added = g.dims.length - dims.length
  const axes = g.dims.flatMap((dim, axis) => (axis < added || (dims[axis - added] === 1 && dim !== 1) ? [axis] : []))
  return reshape(axes.length > 0 ? sum(g, axes) : g, dims)
}
