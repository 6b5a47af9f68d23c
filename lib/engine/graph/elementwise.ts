/** Arithmetic element by element, with broadcasting from the right as in NumPy. */
import { apply } from './operation.ts'
import { scalar, shapeError, type Dims, type Operation, type Tensor } from './tensor.ts'
import { sumTo } from './reduce.ts'

/** Shape of the result: sizes are equal or one of them is 1. */
export function broadcastDims(operation: string, a: Dims, b: Dims): number[] {
  const rank = Math.max(a.length, b.length)
  return Array.from({ length: rank }, (_, axis) => {
    const x = a[a.length - rank + axis] ?? 1
    const y = b[b.length - rank + axis] ?? 1
    if (x !== y && x !== 1 && y !== 1) throw shapeError(operation, 'shapes do not broadcast', a, b)
    return x === 1 ? y : x
  })
}

function binary(operation: Operation, a: Tensor, b: Tensor): Tensor {
  return apply(operation, [a, b], broadcastDims(operation.onnxType, a.dims, b.dims))
}

function operands(output: Tensor): [Tensor, Tensor] {
  return output.inputs as [Tensor, Tensor]
}

const ADD: Operation = {
  onnxType: 'Add',
  gradient: (output, g) => operands(output).map((x) => sumTo(g, x.dims)),
}

const SUBTRACT: Operation = {
  onnxType: 'Sub',
  gradient: (output, g) => {
    const [a, b] = operands(output)
    return [sumTo(g, a.dims), sumTo(negate(g), b.dims)]
  },
}

const MULTIPLY: Operation = {
  onnxType: 'Mul',
  gradient: (output, g) => {
    const [a, b] = operands(output)
    return [sumTo(multiply(g, b), a.dims), sumTo(multiply(g, a), b.dims)]
  },
}

const DIVIDE: Operation = {
  onnxType: 'Div',
  gradient: (output, g) => {
    const [a, b] = operands(output)
    const ga = divide(g, b)
    return [sumTo(ga, a.dims), sumTo(negate(multiply(ga, output)), b.dims)]
  },
}

const NEGATE: Operation = { onnxType: 'Neg', gradient: (_, g) => [negate(g)] }
const EXP: Operation = { onnxType: 'Exp', gradient: (output, g) => [multiply(g, output)] }
const LOG: Operation = { onnxType: 'Log', gradient: (output, g) => [divide(g, output.inputs[0] as Tensor)] }
const SQRT: Operation = { onnxType: 'Sqrt', gradient: (output, g) => [divide(multiply(g, scalar(0.5)), output)] }
const SIGN: Operation = { onnxType: 'Sign' }

export function add(a: Tensor, b: Tensor): Tensor {
  return binary(ADD, a, b)
}

export function subtract(a: Tensor, b: Tensor): Tensor {
  return binary(SUBTRACT, a, b)
}

export function multiply(a: Tensor, b: Tensor): Tensor {
  return binary(MULTIPLY, a, b)
}

export function divide(a: Tensor, b: Tensor): Tensor {
  return binary(DIVIDE, a, b)
}

export function negate(x: Tensor): Tensor {
  return apply(NEGATE, [x], x.dims)
}

export function exp(x: Tensor): Tensor {
  return apply(EXP, [x], x.dims)
}

export function log(x: Tensor): Tensor {
  return apply(LOG, [x], x.dims)
}

export function sqrt(x: Tensor): Tensor {
  return apply(SQRT, [x], x.dims)
}

export function sign(x: Tensor): Tensor {
  return apply(SIGN, [x], x.dims)
}
