/** How much memory the values of a graph need at most while it runs, when each is dropped after its last use. It knows sizes, no executor. */
import { isConstant, isInput, sizeOf, type DataType, type Tensor } from './tensor.ts'
import { topologicalOrder } from './topological-order.ts'

const BYTES: Record<DataType, number> = { float32: 4, int64: 8, int8: 1, uint8: 1 }

/** Only another view of the same elements. */
const VIEWS = new Set(['Reshape'])
/** Computed element by element: the result takes the place of an operand that is used for the last time. */
const IN_PLACE = new Set(['Add', 'Sub', 'Mul', 'Div', 'Neg', 'Exp', 'Log', 'Sqrt', 'Relu', 'Sigmoid', 'Softplus', 'Softmax', 'LogSoftmax'])

/** Inputs and constants are not counted: whoever feeds them holds them. Outputs are, to the end. */
export function peakBytes(outputs: readonly Tensor[]): number {
  const order = topologicalOrder(outputs).filter((tensor) => !isInput(tensor) && !isConstant(tensor))
  const storageOf = new Map<Tensor, Tensor>()
  const usesLeft = new Map<Tensor, number>()
  const storage = (tensor: Tensor): Tensor => storageOf.get(tensor) ?? tensor
  for (const tensor of order) {
    if (VIEWS.has(tensor.operation.onnxType)) storageOf.set(tensor, storage(tensor.inputs[0] as Tensor))
    for (const x of tensor.inputs) usesLeft.set(storage(x), (usesLeft.get(storage(x)) ?? 0) + 1)
  }
  for (const output of outputs) usesLeft.set(storage(output), Infinity)

  const live = new Map<Tensor, number>() // bytes by the tensor whose storage it is
  let [held, peak] = [0, 0]
  for (const tensor of order) {
    const size = sizeOf(tensor.dims) * BYTES[tensor.dataType]
    const inputs = tensor.inputs.map(storage)
    const dying = inputs.filter((x, index) => inputs.indexOf(x) === index && usesLeft.get(x) === inputs.filter((other) => other === x).length)
    const replaced = IN_PLACE.has(tensor.operation.onnxType) ? dying.find((x) => live.get(x) === size) : undefined
    const isView = storageOf.has(tensor)
    if (!isView) {
      live.set(tensor, size)
      held += size
      if (replaced === undefined) peak = Math.max(peak, held)
    }
    for (const x of inputs) usesLeft.set(x, (usesLeft.get(x) as number) - 1)
    for (const x of dying) {
      held -= live.get(x) ?? 0
      live.delete(x)
    }
  }
  return peak
}
