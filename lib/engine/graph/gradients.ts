/** Reverse-mode differentiation: extends a graph by the nodes that compute the gradients of a scalar. */
import { add } from './elementwise.ts'
import { addGradients } from './gather.ts'
import { scalar, shapeError, type Tensor } from './tensor.ts'
import { topologicalOrder } from './topological-order.ts'

/** d loss / d target for each target, in order. */
export function gradients(loss: Tensor, targets: readonly Tensor[]): Tensor[] {
  if (loss.dims.length !== 0) throw shapeError('gradients', 'only a scalar can be differentiated', loss.dims, [])
  const order = topologicalOrder([loss])
  const leadsToTarget = new Set<Tensor>(targets)
  for (const tensor of order) if (tensor.inputs.some((x) => leadsToTarget.has(x))) leadsToTarget.add(tensor)
  const found = new Map<Tensor, Tensor>([[loss, scalar(1)]])
  for (const tensor of order.reverse()) {
    const outputGradient = found.get(tensor)
    if (outputGradient === undefined || !leadsToTarget.has(tensor) || tensor.inputs.length === 0) continue
    const rule = tensor.operation.gradient
    if (rule === undefined) throw new Error(`gradients: ${tensor.operation.onnxType} has no gradient`)
    rule(tensor, outputGradient).forEach((gradient, position) => {
      const x = tensor.inputs[position]
      if (gradient === null || x === undefined || !leadsToTarget.has(x)) return
      const before = found.get(x)
      found.set(x, before === undefined ? gradient : addGradients(before, gradient, add))
    })
  }
  return targets.map((target) => {
    const gradient = found.get(target)
    if (gradient === undefined) throw new Error(`gradients: the loss does not depend on ${target.name ?? 'a target'}`)
    return gradient
  })
}
