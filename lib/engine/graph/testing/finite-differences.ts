/** Compares the gradients of a graph with central differences of its value, both through the executor. */
import { expect } from 'vitest'
import { compileGraph } from '../../executors/onnxruntime.ts'
import { createRandom } from '../../random.ts'
import { multiply } from '../elementwise.ts'
import { gradients } from '../gradients.ts'
import { sum } from '../reduce.ts'
import { constant, input, sizeOf, type Dims, type Tensor } from '../tensor.ts'

export interface DifferentiableInput { dims: Dims; /** Range the values are drawn from. */ range?: readonly [number, number] }

/** Builds Σ w·f(inputs) with random w, and fails when a gradient is off by more than the tolerance. */
export async function expectGradientsMatch(
  specs: readonly DifferentiableInput[],
  build: (...inputs: Tensor[]) => Tensor,
  { tolerance = 2e-2, step = 1e-2 }: { tolerance?: number; step?: number } = {},
): Promise<void> {
  const random = createRandom(7)
  const draw = (size: number, [low, high]: readonly [number, number]): Float32Array => Float32Array.from({ length: size }, () => low + (high - low) * random.next())
  const inputs = specs.map(({ dims }, index) => input(`x${index}`, dims))
  const values = specs.map(({ dims, range = [-1, 1] }) => draw(sizeOf(dims), range))
  const output = build(...inputs)
  const weights = constant(draw(sizeOf(output.dims), [-1, 1]), output.dims)
  const loss = sum(multiply(output, weights), output.dims.map((_, axis) => axis))
  const graph = await compileGraph([loss, ...gradients(loss, inputs)])
  const feeds = new Map(inputs.map((tensor, index) => [tensor.name as string, values[index] as Float32Array]))
  const [, ...analytic] = await graph.run(feeds)
  for (const [index, array] of values.entries()) {
    for (let position = 0; position < array.length; position++) {
      const before = array[position] as number
      const at = async (value: number): Promise<number> => {
        array[position] = value
        return (await graph.run(feeds))[0]?.[0] as number
      }
      const numeric = ((await at(before + step)) - (await at(before - step))) / (2 * step)
      array[position] = before
      const difference = Math.abs(numeric - (analytic[index]?.[position] as number))
      expect(difference / Math.max(1, Math.abs(numeric)), `input ${index}, element ${position}: ${numeric} by differences, ${analytic[index]?.[position]} by the rule`).toBeLessThan(tolerance)
    }
  }
  await graph.release()
}
