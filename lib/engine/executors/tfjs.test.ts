import { readFileSync } from 'node:fs'
import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { parseSafetensors } from '../files/safetensors.ts'
import { gelu, relu, softmax, softplus } from '../graph/activation.ts'
import { add, exp, log, multiply, sqrt } from '../graph/elementwise.ts'
import { gather } from '../graph/gather.ts'
import { gradients } from '../graph/gradients.ts'
import { concatenate, pad, sliceRows, transpose } from '../graph/layout.ts'
import { linear, matmul } from '../graph/matmul.ts'
import { layerNormalization } from '../graph/normalisation.ts'
import { apply } from '../graph/operation.ts'
import { expand, sum } from '../graph/reduce.ts'
import { constant, input, sizeOf, type Tensor } from '../graph/tensor.ts'
import { parseModelConfig } from '../models/architecture.ts'
import { createTokenEncoder } from '../models/token-encoder.ts'
import { createRandom } from '../random.ts'
import { followTrajectory } from '../testing/follow-trajectory.ts'
import { compileGraph } from './onnxruntime.ts'
import { chooseTfjsBackend } from './tfjs-backend.ts'

const matrix = (name: string, dims: number[]): Tensor => input(name, dims)
const CASES: [name: string, build: () => Tensor][] = [
  ['arithmetic with broadcasting', () => exp(add(multiply(matrix('x', [3, 4]), matrix('row', [4])), matrix('column', [3, 1])))],
  ['roots, logarithms and softplus', () => softplus(log(add(sqrt(add(multiply(matrix('x', [3, 4]), matrix('x', [3, 4])), constant([1], []))), constant([1], []))))],
  ['activations', () => softmax(gelu(relu(matrix('x', [3, 4]))))],
  ['layer normalisation', () => layerNormalization(matrix('x', [3, 4]), matrix('scale', [4]), matrix('bias', [4]), 1e-5)],
  ['a linear layer', () => linear(matrix('x', [3, 4]), matrix('weight', [5, 4]), matrix('bias5', [5]))],
  ['products of stacks with transposed sides', () => matmul(matrix('a', [2, 3, 4]), matrix('b', [2, 5, 4]), { transposeB: true, alpha: 0.5 })],
  ['rows moved about', () => concatenate([pad(sliceRows(matrix('x', [3, 4]), 1, 3), 0, 1, 1), transpose(matrix('y', [4, 2]), [1, 0])], 0)],
  ['rows looked up more than once', () => expand(sum(gather(matrix('x', [3, 4]), input('indices', [2, 3], 'int64')), [0], { keepDims: true }), [2, 3, 4])],
]

test.each(CASES)('%s: values and gradients are those of onnxruntime', async (_, build) => {
  const output = build()
  const random = createRandom(3)
  const feeds = new Map<string, Float32Array | BigInt64Array>()
  const targets: Tensor[] = []
  const visit = (tensor: Tensor): void => {
    tensor.inputs.forEach(visit)
    if (tensor.name === undefined || feeds.has(tensor.name)) return
    if (tensor.dataType === 'int64') feeds.set(tensor.name, BigInt64Array.of(2n, 0n, 2n, 2n, 1n, 0n))
    else feeds.set(tensor.name, Float32Array.from({ length: sizeOf(tensor.dims) }, () => 2 * random.next() - 1))
    if (tensor.dataType === 'float32') targets.push(tensor)
  }
  visit(output)
  const loss = sum(multiply(output, output), output.dims.map((_dim, axis) => axis))
  const distinct = [...new Map(targets.map((tensor) => [tensor.name, tensor])).values()]
  const outputs = [output, ...gradients(loss, distinct)]
  const [onnx, tfjs] = [await compileGraph(outputs), await compileGraph(outputs, { device: 'tfjs' })]
  const [expected, found] = [await onnx.run(feeds), await tfjs.run(feeds)]
  expected.forEach((values, index) => {
    expect(found[index]?.length).toBe(values.length)
    values.forEach((value, position) => { expect(Math.abs(value - (found[index]?.[position] as number))).toBeLessThan(1e-5) })
  })
  await onnx.release()
  await tfjs.release()
})

test.each(['bert-tiny', 'llama-tiny'])('embeddings of %s agree with transformers', async (name) => {
  const golden = (file: string): Buffer => readFileSync(new URL(`../golden/${name}/${file}`, import.meta.url))
  const forward = JSON.parse(golden('forward.json').toString()) as { input_ids: number[][]; attention_mask: number[][]; embedding_mean: number[][] }
  const encoder = createTokenEncoder({ config: parseModelConfig(JSON.parse(golden('config.json').toString()), 'config.json'), parameters: parseSafetensors(golden('model.safetensors'), 'model.safetensors'), pooling: 'mean' }, { device: 'tfjs' })
  const embeddings = await encoder.encode(forward.input_ids.map((ids, row) => ids.filter((_, position) => forward.attention_mask[row]?.[position] === 1)))
  for (const [row, expected] of forward.embedding_mean.entries()) {
    expect(Math.max(...expected.map((value, unit) => Math.abs(value - (embeddings[row]?.[unit] as number))))).toBeLessThan(1e-4)
  }
  await encoder.release()
})

test('a trajectory that PyTorch recorded is followed, and no step leaves a tensor behind', async () => {
  const counts: number[] = []
  const { steps, isComplete, ...deviation } = await followTrajectory('rankpo-hinge-llama', { device: 'tfjs', onStep: () => { counts.push(tf.memory().numTensors) } })
  expect(steps).toBe(15)
  expect(isComplete).toBe(true)
  for (const difference of Object.values(deviation)) expect(difference).toBeLessThan(1e-3)
  expect(new Set(counts.slice(5)).size).toBe(1)
  expect(tf.memory().numTensors).toBe(0)
})

test('an operation that is not known is named in one sentence when the graph is compiled', async () => {
  await expect(compileGraph([apply({ onnxType: 'Det' }, [input('x', [2, 2])], [])], { device: 'tfjs' })).rejects.toThrow('The tfjs executor does not know the operation Det. Use the device "cpu".')
})

test('the GPU package is used when it loads, and else the reason is said', async () => {
  const absent = Object.assign(new Error("Cannot find package '@tensorflow/tfjs-node-gpu'"), { code: 'ERR_MODULE_NOT_FOUND' })
  expect(await chooseTfjsBackend(() => Promise.reject(absent))).toEqual({ name: 'cpu', reason: '@tensorflow/tfjs-node-gpu is not installed' })
  expect(await chooseTfjsBackend(() => Promise.reject(new Error('libcudart.so.11.0: cannot open\nmore')))).toEqual({ name: 'cpu', reason: '@tensorflow/tfjs-node-gpu does not load: libcudart.so.11.0: cannot open' })
  tf.copyRegisteredKernels('cpu', 'tensorflow')
  expect(await chooseTfjsBackend(async () => { tf.registerBackend('tensorflow', tf.findBackendFactory('cpu')) })).toEqual({ name: 'tensorflow', reason: '@tensorflow/tfjs-node-gpu is installed' })
})
