/** Looking up rows of a table, and its gradient: adding rows back to where they came from, never a one-hot product. */
import { apply } from './operation.ts'
import { expand } from './reduce.ts'
import { reshape } from './layout.ts'
import { dimAt, integers, isInput, shapeError, sizeOf, type Operation, type Tensor } from './tensor.ts'

const GATHER: Operation = {
  onnxType: 'Gather',
  gradient: (output, g) => {
    const [table, indices] = output.inputs as [Tensor, Tensor]
    return [scatterAddRows(zeros(table.dims), indices, g), null]
  },
}

/** ScatterElements, because ORT's ScatterND adds repeated indices in parallel and loses some of them. */
const SCATTER_ADD: Operation = { onnxType: 'ScatterElements' }
const ZEROS: Operation = { onnxType: 'ConstantOfShape' }

function zeros(dims: readonly number[]): Tensor {
  return apply(ZEROS, [integers(dims)], dims)
}

/** Rows of table [rows, ...] at indices [...]; result [...indices, ...row]. */
export function gather(table: Tensor, indices: Tensor): Tensor {
  if (table.dims.length !== 2) throw shapeError('gather', 'the table needs two axes (table and indices)', table.dims, indices.dims)
  return apply(GATHER, [table, indices], [...indices.dims, dimAt(table.dims, 1)], { axis: 0 })
}

/** target [rows, width] plus each row of updates [..., width] at the row its index names. */
function scatterAddRows(target: Tensor, indices: Tensor, updates: Tensor): Tensor {
  const count = sizeOf(indices.dims)
  const width = dimAt(target.dims, 1)
  if (sizeOf(updates.dims) !== count * width) throw shapeError('scatterAddRows', 'updates do not fill the indexed rows', updates.dims, indices.dims)
  const columns = expand(reshape(indices, [count, 1]), [count, width])
  return apply(SCATTER_ADD, [target, columns, reshape(updates, [count, width])], target.dims, { axis: 0, reduction: 'add' })
}

/** A sum of two gradients without a second dense table: rows are added onto the gradient that is already there. */
export function addGradients(a: Tensor, b: Tensor, add: (a: Tensor, b: Tensor) => Tensor): Tensor {
  if (b.operation !== SCATTER_ADD) return a.operation === SCATTER_ADD ? addGradients(b, a, add) : add(a, b)
  const [target, columns, updates] = b.inputs as [Tensor, Tensor, Tensor]
  if (target.operation !== ZEROS) return add(a, b)
  return apply(SCATTER_ADD, [a, columns, updates], a.dims, b.attributes)
}

/** Rows [count, width] to be added to a table at the rows that an input names. */
export interface RowUpdate { indices: Tensor; rows: Tensor }

/** The look-ups that a gradient of a table is made of, when it is made of nothing else and their indices are inputs: then no dense table needs to be computed. */
export function rowUpdates(gradient: Tensor): RowUpdate[] | null {
  if (gradient.operation === ZEROS) return []
  if (gradient.operation !== SCATTER_ADD) return null
  const [target, columns, rows] = gradient.inputs as [Tensor, Tensor, Tensor]
  const before = rowUpdates(target)
  const indices = beforeRepeating(columns)
  return before === null || !isInput(indices) ? null : [...before, { indices, rows }]
}

/** Indices [...] that scatterAddRows reshaped and repeated along the width of the table. */
function beforeRepeating(columns: Tensor): Tensor {
  let tensor = columns
  while (['Expand', 'Reshape'].includes(tensor.operation.onnxType)) [tensor] = tensor.inputs as [Tensor]
  return tensor
}
