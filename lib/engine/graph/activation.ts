/** Non-linear functions: GELU, SiLU, ReLU, softplus, softmax. */
import { add, divide, exp, multiply, negate, sign, subtract } from './elementwise.ts'
import { apply } from './operation.ts'
import { sum } from './reduce.ts'
import { scalar, type Operation, type Tensor } from './tensor.ts'

const ERF: Operation = { onnxType: 'Erf' }

/** gelu(x) = x·Φ(x), so gelu′ = ½·(1 + erf u + u·e^(ln(2/√π) − u²)) with u = x/√2: one multiplication saved by moving 2/√π into the exponent. */
const GELU: Operation = {
  onnxType: 'Gelu',
  domain: 'com.microsoft',
  gradient: (output, g) => {
    const x = output.inputs[0] as Tensor
    const u = multiply(x, scalar(Math.SQRT1_2))
    const density = multiply(u, exp(subtract(scalar(Math.log(2 / Math.sqrt(Math.PI))), multiply(u, u))))
    const cumulative = add(apply(ERF, [u], x.dims), scalar(1))
    return [multiply(multiply(g, scalar(0.5)), add(cumulative, density))]
  },
}

/** With its own rule: differentiating 1 / (1 + e^−x) would multiply zero by infinity below −88. */
const LOGISTIC: Operation = {
  onnxType: 'Sigmoid',
  gradient: (output, g) => [multiply(g, multiply(output, subtract(scalar(1), output)))],
}

const RELU: Operation = {
  onnxType: 'Relu',
  gradient: (output, g) => [multiply(g, sign(output))],
}

const SOFTMAX: Operation = {
  onnxType: 'Softmax',
  gradient: (output, g) => [multiply(output, subtract(g, sum(multiply(g, output), [-1], { keepDims: true })))],
}

const LOG_SOFTMAX: Operation = {
  onnxType: 'LogSoftmax',
  gradient: (output, g) => [subtract(g, multiply(exp(output), sum(g, [-1], { keepDims: true })))],
}

const SOFTPLUS: Operation = {
  onnxType: 'Softplus',
  gradient: (output, g) => [multiply(g, sigmoid(output.inputs[0] as Tensor))],
}

/** The exact form with erf, BERT's hidden_act "gelu". */
export function gelu(x: Tensor): Tensor {
  return apply(GELU, [x], x.dims)
}

/** x·σ(x), the "silu" of Llama and Qwen (arXiv 1702.03118). */
export function silu(x: Tensor): Tensor {
  return multiply(x, apply(LOGISTIC, [x], x.dims))
}

export function relu(x: Tensor): Tensor {
  return apply(RELU, [x], x.dims)
}

/** Over the last axis. */
export function softmax(x: Tensor): Tensor {
  return apply(SOFTMAX, [x], x.dims, { axis: -1 })
}

/** Over the last axis. */
export function logSoftmax(x: Tensor): Tensor {
  return apply(LOG_SOFTMAX, [x], x.dims, { axis: -1 })
}

/** 1 / (1 + e^−x). Composed, because ORT's Sigmoid is exact to 1e-7 of one, not of small values. */
export function sigmoid(x: Tensor): Tensor {
  return divide(scalar(1), add(scalar(1), exp(negate(x))))
}

/** log(1 + e^x). One operation, because composed of relu and abs its slope at zero would be 0 instead of ½. */
export function softplus(x: Tensor): Tensor {
  return apply(SOFTPLUS, [x], x.dims)
}
