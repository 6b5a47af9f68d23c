/** How much memory the values of a graph need at most while it runs, when each is dropped after its last use. It knows sizes, no executor. */
import { isConstant, isInput, sizeOf, type DataType, type Tensor } from './tensor.ts'
import { topologicalOrder } from './topological-order.ts'

const BYTES: Record<DataType, number> = { float32: 4, float16: 2, int64: 8, int8: 1, uint8: 1 }

/** Only another view of the same elements. */
const VIEWS = new Set(['Reshape'])
/** Computed element by element: the result takes the place of an operand that is used for the last time. */
const IN_PLACE = new Set(['Add', 'Sub', 'Mul', 'Div', 'Neg', 'Exp', 'Log', 'Sqrt', 'Relu', 'Sigmoid', 'Softplus', 'Softmax', 'LogSoftmax'])

/** Inputs and constants are not counted: whoever feeds them holds them. Outputs are, to the end. An executor chooses its own order: the larger of two is taken. */
export function peakBytes(outputs: readonly Tensor[]): number {
  const depthFirst = topologicalOrder(outputs).filter((tensor) => !isInput(tensor) && !isConstant(tensor))
  return Math.max(peakInOrder(depthFirst, outputs), peakInOrder(byDepth(depthFirst), outputs))
}

/** Everything that could run at a time together, as when equal parts of a batch go side by side. */
function byDepth(order: readonly Tensor[]): Tensor[] {
  const depths = new Map<Tensor, number>()
  for (const tensor of order) depths.set(tensor, 1 + Math.max(-1, ...tensor.inputs.map((x) => depths.get(x) ?? -1)))
  return order.toSorted((a, b) => (depths.get(a) as number) - (depths.get(b) as number))
}

function peakInOrder(order: readonly Tensor[], outputs: readonly Tensor[]): number {
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
    if (!storageOf.has(tensor)) {
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
