/** The nodes that given outputs need, each after its inputs. What no output needs does not appear. */
import type { Tensor } from './tensor.ts'

export function topologicalOrder(outputs: readonly Tensor[]): Tensor[] {
  const order: Tensor[] = []
  const state = new Map<Tensor, 'open' | 'done'>()
  const stack = [...outputs].reverse()
  while (stack.length > 0) {
    const tensor = stack.at(-1) as Tensor
    if (state.get(tensor) === undefined) {
      state.set(tensor, 'open')
      for (const x of tensor.inputs.toReversed()) if (!state.has(x)) stack.push(x)
      continue
    }
    stack.pop()
    if (state.get(tensor) === 'open') order.push(tensor)
    state.set(tensor, 'done')
  }
  return order
}
