import { expect, test } from 'vitest'
import { compileGraph } from '../executors/onnxruntime.ts'
import { largestExactInteger } from '../quantization/largest-exact-integer.ts'
import { quantiseWeight } from '../quantization/quantise-weight.ts'
import { createRandom } from '../random.ts'
import { integerProduct, quantiseRows, zeroBytes } from './quantised.ts'
import { input } from './tensor.ts'

const [ROWS, INPUTS, OUTPUTS] = [5, 32, 24]
const random = createRandom(11)
const values = (count: number, scale: number): Float32Array => Float32Array.from({ length: count }, () => (random.next() - 0.5) * scale)

test('a product in integers is that of the rounded numbers, and a row of zeros gives zeros', async () => {
  const weight = values(OUTPUTS * INPUTS, 2) // [out, in]
  const x = values(ROWS * INPUTS, 8)
  x.fill(0, 2 * INPUTS, 3 * INPUTS)
  const largest = await largestExactInteger()
  const quantised = quantiseWeight(weight, OUTPUTS, INPUTS, largest)
  const tensor = input('x', [ROWS, INPUTS])
  const graph = await compileGraph([integerProduct(quantiseRows(tensor, zeroBytes(tensor)), quantised)])
  const [result] = await graph.run(new Map([['x', x]]))
  for (let row = 0; row < ROWS; row++) {
    const numbers = x.subarray(row * INPUTS, (row + 1) * INPUTS)
    const step = Math.max(...numbers.map(Math.abs)) / 127
    for (let output = 0; output < OUTPUTS; output++) {
      const expected = numbers.reduce((sum, value, index) => sum + (step === 0 ? 0 : Math.round(value / step)) * (quantised.values[index * OUTPUTS + output] as number), 0) * step * (quantised.scales[output] as number)
      expect(Math.abs((result?.[row * OUTPUTS + output] as number) - expected)).toBeLessThan(step * (quantised.scales[output] as number) * 200 + 1e-12)
    }
  }
  expect([...(result as Float32Array).subarray(2 * OUTPUTS, 3 * OUTPUTS)].every((value) => value === 0)).toBe(true)
  await graph.release()
})

test('a quantised weight is off by at most half a step of its output, and a row of zeros stays zero', () => {
  const weight = values(OUTPUTS * INPUTS, 3)
  weight.fill(0, 0, INPUTS)
  for (const largest of [127, 63]) {
    const { values: integers, scales } = quantiseWeight(weight, OUTPUTS, INPUTS, largest)
    expect(Math.max(...integers.map(Math.abs))).toBe(largest)
    for (let output = 0; output < OUTPUTS; output++) {
      for (let index = 0; index < INPUTS; index++) {
        const difference = (integers[index * OUTPUTS + output] as number) * (scales[output] as number) - (weight[output * INPUTS + index] as number)
        expect(Math.abs(difference)).toBeLessThanOrEqual((scales[output] as number) / 2 + 1e-7)
      }
    }
  }
})

test('shapes that do not fit are named', () => {
  const x = input('x', [4, 8])
  expect(() => quantiseRows(x, zeroBytes(input('y', [3, 8])))).toThrow('quantiseRows: the rows differ: [4, 8] and [3]')
})
