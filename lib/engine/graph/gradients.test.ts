import { expect, test } from 'vitest'
import { compileGraph } from '../executors/onnxruntime.ts'
import { gelu, logSoftmax, relu, sigmoid, silu, softmax, softplus } from './activation.ts'
import { add, divide, exp, log, multiply, negate, sqrt, subtract } from './elementwise.ts'
import { gather } from './gather.ts'
import { gradients } from './gradients.ts'
import { concatenate, pad, reshape, slice, sliceRows, transpose } from './layout.ts'
import { linear, matmul } from './matmul.ts'
import { l2Normalize, layerNormalization, rmsNormalization } from './normalisation.ts'
import { expand, sum } from './reduce.ts'
import { input, integers, type Tensor } from './tensor.ts'
import { expectGradientsMatch, type DifferentiableInput } from './testing/finite-differences.ts'

const matrix: DifferentiableInput = { dims: [3, 4] }
const positive: DifferentiableInput = { dims: [3, 4], range: [0.5, 2] }

const CASES: [name: string, inputs: DifferentiableInput[], build: (...inputs: Tensor[]) => Tensor][] = [
  ['add broadcasts a row', [matrix, { dims: [4] }], add],
  ['add broadcasts a column', [matrix, { dims: [3, 1] }], add],
  ['subtract broadcasts', [{ dims: [4] }, matrix], subtract],
  ['multiply broadcasts a scalar', [matrix, { dims: [] }], multiply],
  ['multiply of a tensor with itself', [matrix], (x) => multiply(x, x)],
  ['divide', [matrix, { dims: [3, 1], range: [0.5, 2] }], divide],
  ['negate', [matrix], negate],
  ['exp', [matrix], exp],
  ['log', [positive], log],
  ['sqrt', [positive], sqrt],
  ['sum over the first axis', [matrix], (x) => sum(x, [0])],
  ['sum that keeps its axis', [matrix], (x) => sum(x, [-1], { keepDims: true })],
  ['expand', [{ dims: [3, 1] }], (x) => expand(x, [3, 4])],
  ['reshape', [matrix], (x) => reshape(x, [2, 6])],
  ['transpose', [{ dims: [2, 3, 2] }], (x) => transpose(x, [2, 0, 1])],
  ['sliceRows', [matrix], (x) => sliceRows(x, 1, 3)],
  ['pad', [matrix], (x) => pad(x, 0, 1, 2)],
  ['concatenate', [matrix, { dims: [2, 4] }], (a, b) => concatenate([a, b], 0)],
  ['slice of the last axis', [matrix], (x) => slice(x, -1, 1, 3)],
  ['concatenate along the last axis', [matrix, { dims: [3, 2] }], (a, b) => concatenate([slice(a, -1, 2, 4), b, slice(a, -1, 0, 2)], -1)],
  ['gather with repeated indices', [matrix], (x) => gather(x, integers([2, 0, 2, 2, 1, 0], [2, 3]))],
  ['gather twice from one table', [matrix], (x) => add(gather(x, integers([2, 0])), gather(x, integers([0, 0])))],
  ['gather from a table that is also used whole', [matrix], (x) => add(gather(x, integers([2, 0, 2])), x)],
  ['gather twice from a table that is used whole before', [matrix], (x) => add(add(exp(x), gather(x, integers([2, 0, 2]))), gather(x, integers([0, 1, 1])))],
  ['linear', [matrix, { dims: [5, 4] }, { dims: [5] }], linear],
  ['layerNormalization', [matrix, { dims: [4] }, { dims: [4] }], (x, scale, bias) => layerNormalization(x, scale, bias, 1e-5)],
  ['rmsNormalization', [{ dims: [2, 3, 4] }, { dims: [4] }], (x, scale) => rmsNormalization(x, scale, 1e-5)],
  ['l2Normalize', [matrix], l2Normalize],
  ['gelu', [{ dims: [3, 4], range: [-3, 3] }], gelu],
  ['silu', [{ dims: [3, 4], range: [-4, 4] }], silu],
  ['relu away from its corner', [positive], (x) => add(relu(x), relu(negate(x)))],
  ['softmax', [matrix], softmax],
  ['logSoftmax', [matrix], logSoftmax],
  ['sigmoid', [{ dims: [3, 4], range: [-4, 4] }], sigmoid],
  ['softplus', [{ dims: [3, 4], range: [-4, 4] }], softplus],
  ['softplus at zero', [{ dims: [3, 4], range: [0, 0] }], softplus],
]
for (const transposeA of [false, true]) {
  for (const transposeB of [false, true]) {
    for (const stack of [[], [2], [2, 2]]) {
      const a = { dims: [...stack, ...(transposeA ? [3, 2] : [2, 3])] }
      const b = { dims: [...stack, ...(transposeB ? [4, 3] : [3, 4])] }
      CASES.push([`matmul of rank ${stack.length + 2}, transposes ${transposeA} and ${transposeB}`, [a, b], (x, y) => matmul(x, y, { transposeA, transposeB, alpha: 0.7 })])
    }
  }
}

test.each(CASES)('the gradient of %s agrees with finite differences', async (_, inputs, build) => {
  await expectGradientsMatch(inputs, build)
})

test('a row that is looked up often receives every one of its gradients', async () => {
  const table = input('table', [3, 64])
  const indices = input('indices', [4096], 'int64')
  const loss = sum(gather(table, indices), [0, 1])
  const graph = await compileGraph(gradients(loss, [table]), { threads: 2 })
  const [gradient] = await graph.run(new Map<string, Float32Array | BigInt64Array>([['table', new Float32Array(192)], ['indices', new BigInt64Array(4096).fill(1n)]]))
  expect(gradient?.subarray(64, 128)).toEqual(new Float32Array(64).fill(4096))
  await graph.release()
})

test('differentiating what the loss does not depend on is an error', () => {
  expect(() => gradients(sum(input('a', [2]), [0]), [input('b', [2])])).toThrow('does not depend on b')
})

test('shapes that do not fit are refused with both shapes when the graph is built', () => {
  expect(() => add(input('a', [2, 3]), input('b', [2, 4]))).toThrow('[2, 3] and [2, 4]')
  expect(() => matmul(input('a', [2, 3]), input('b', [4, 3]))).toThrow('[2, 3] and [4, 3]')
  expect(() => linear(input('x', [2, 3]), input('w', [5, 4]), input('b', [5]))).toThrow('[2, 3] and [5, 4]')
  expect(() => reshape(input('a', [2, 3]), [7])).toThrow('[2, 3] and [7]')
  expect(() => layerNormalization(input('a', [2, 3]), input('s', [2]), input('b', [3]), 1e-5)).toThrow('[2, 3] and [2]')
})
