/** What each operation of the graph is in TensorFlow.js. It knows one operation at a time, neither graph nor order. */
import * as tf from '@tensorflow/tfjs-core'
import { EngineError } from '../errors.ts'
import type { Tensor } from '../graph/tensor.ts'

/** Outputs of a node, given the values of its inputs. */
type Kernel = (inputs: tf.Tensor[], tensor: Tensor) => tf.Tensor | tf.Tensor[]

const numbers = (tensor: Tensor, position: number): number[] => Array.from(tensor.inputs[position]?.values ?? [], Number)
const floatAttribute = (tensor: Tensor, name: string, fallback: number): number => (tensor.attributes[name] as { float: number } | undefined)?.float ?? fallback
const unary = (compute: (x: tf.Tensor) => tf.Tensor): Kernel => ([x]) => compute(x as tf.Tensor)
const binary = (compute: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): Kernel => ([a, b]) => compute(a as tf.Tensor, b as tf.Tensor)

/** α·op(a)·op(b) + c over the last two axes. */
const product: Kernel = ([a, b, c], tensor) => {
  const { transA, transB } = tensor.attributes
  const plain = tf.matMul(a as tf.Tensor, b as tf.Tensor, transA === 1, transB === 1)
  const alpha = floatAttribute(tensor, 'alpha', 1)
  const scaled = alpha === 1 ? plain : tf.mul(plain, alpha)
  return c === undefined ? scaled : tf.add(scaled, c)
}

/** Normalised, mean and 1/σ, each over the last axis. */
const layerNormalization: Kernel = ([x, scale, bias], tensor) => {
  const { mean, variance } = tf.moments(x as tf.Tensor, -1, true)
  const inverseDeviation = tf.rsqrt(tf.add(variance, floatAttribute(tensor, 'epsilon', 1e-5)))
  const normalised = tf.mul(tf.sub(x as tf.Tensor, mean), inverseDeviation)
  return [tf.add(tf.mul(normalised, scale as tf.Tensor), bias as tf.Tensor), mean, inverseDeviation]
}

const slice: Kernel = ([x], tensor) => {
  const [starts, ends, axes] = [numbers(tensor, 1), numbers(tensor, 2), numbers(tensor, 3)]
  const begin = (x as tf.Tensor).shape.map(() => 0)
  const size = [...(x as tf.Tensor).shape]
  axes.forEach((axis, index) => {
    begin[axis] = starts[index] as number
    size[axis] = (ends[index] as number) - (starts[index] as number)
  })
  return tf.slice(x as tf.Tensor, begin, size)
}

const pad: Kernel = ([x], tensor) => {
  const pads = numbers(tensor, 1)
  const rank = pads.length / 2
  return tf.pad(x as tf.Tensor, Array.from({ length: rank }, (_, axis): [number, number] => [pads[axis] as number, pads[axis + rank] as number]))
}

/** Rows of updates added to the rows of target that the first column of the indices names; the graph repeats an index along its row. */
const scatterRows: Kernel = ([target, columns, updates]) => {
  const rows = tf.slice(columns as tf.Tensor, [0, 0], [-1, 1])
  return tf.add(target as tf.Tensor, tf.scatterND(rows, updates as tf.Tensor, (target as tf.Tensor).shape))
}

/** Half precision has no type here: numbers are rounded to it and computed with in float32. */
const throughHalf: Kernel = ([x]) => tf.tensor((x as tf.Tensor).dataSync<'float32'>().map(Math.f16round), (x as tf.Tensor).shape, 'float32')

const KERNELS: Record<string, Kernel> = {
  Add: binary(tf.add), Sub: binary(tf.sub), Mul: binary(tf.mul), Div: binary(tf.div),
  Neg: unary(tf.neg), Exp: unary(tf.exp), Log: unary(tf.log), Sqrt: unary(tf.sqrt), Sign: unary(tf.sign), Erf: unary(tf.erf),
  Relu: unary(tf.relu), Sigmoid: unary(tf.sigmoid), Softplus: unary(tf.softplus), Softmax: unary((x) => tf.softmax(x)), LogSoftmax: unary((x) => tf.logSoftmax(x)),
  Gelu: unary((x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1))),
  Gemm: product, MatMul: product, FusedMatMul: product,
  LayerNormalization: layerNormalization,
  Reshape: ([x], { dims }) => tf.reshape(x as tf.Tensor, [...dims]),
  Transpose: ([x], { attributes }) => tf.transpose(x as tf.Tensor, [...attributes.perm as readonly number[]]),
  Expand: ([x], { dims }) => tf.broadcastTo(x as tf.Tensor, [...dims]),
  Concat: (parts, { attributes }) => tf.concat(parts, attributes.axis as number),
  Identity: unary(tf.clone), Cast: throughHalf,
  Slice: slice, Pad: pad,
  ReduceSum: ([x], tensor) => tf.sum(x as tf.Tensor, numbers(tensor, 1), tensor.attributes.keepdims === 1),
  Gather: ([table, indices]) => tf.gather(table as tf.Tensor, tf.cast(indices as tf.Tensor, 'int32'), 0),
  ScatterElements: scatterRows,
  ConstantOfShape: (_, { dims }) => tf.zeros([...dims]),
}

export function kernelOf({ operation }: Tensor): Kernel {
  const kernel = KERNELS[operation.onnxType]
  if (kernel === undefined) throw new EngineError(`The tfjs executor does not know the operation ${operation.onnxType}. Use the device "cpu".`)
  return kernel
}
