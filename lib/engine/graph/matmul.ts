/** Matrix products: of stacks of matrices with transposes folded in, and the linear layer in Hugging Face's layout. */
import { apply } from './operation.ts'
import { sum } from './reduce.ts'
import { dimAt, sameDims, shapeError, type Operation, type Tensor } from './tensor.ts'

export interface MatmulOptions { transposeA?: boolean; transposeB?: boolean; alpha?: number }

function matmulGradient(output: Tensor, g: Tensor): Tensor[] {
  const [a, b] = output.inputs as [Tensor, Tensor]
  const transposeA = output.attributes.transA === 1
  const transposeB = output.attributes.transB === 1
  const { float: alpha } = output.attributes.alpha as { float: number }
  // y = α·op(a)·op(b); a transposed operand receives the transposed gradient
  return [
    transposeA ? matmul(b, g, { transposeA: transposeB, transposeB: true, alpha }) : matmul(g, b, { transposeB: !transposeB, alpha }),
    transposeB ? matmul(g, a, { transposeA: true, transposeB: transposeA, alpha }) : matmul(a, g, { transposeA: !transposeA, alpha }),
  ]
}

const GEMM: Operation = { onnxType: 'Gemm', gradient: matmulGradient }
const BATCHED: Operation = { onnxType: 'FusedMatMul', domain: 'com.microsoft', gradient: matmulGradient }

const LINEAR: Operation = {
  onnxType: 'Gemm',
  gradient: (output, g) => {
    const [x, weight] = output.inputs as [Tensor, Tensor, Tensor]
    return [matmul(g, weight), matmul(g, x, { transposeA: true }), sum(g, [0])]
  },
}

/** α·op(a)·op(b) over the last two axes; the axes before them are equal in both. */
export function matmul(a: Tensor, b: Tensor, options: MatmulOptions = {}): Tensor {
  const { transposeA = false, transposeB = false, alpha = 1 } = options
  const stack = a.dims.slice(0, -2)
  const isStacked = a.dims.length >= 2 && sameDims(stack, b.dims.slice(0, -2)) && a.dims.length === b.dims.length
  if (!isStacked) throw shapeError('matmul', 'the stacks of matrices differ', a.dims, b.dims)
  const [rows, inner] = transposeA ? [dimAt(a.dims, -1), dimAt(a.dims, -2)] : [dimAt(a.dims, -2), dimAt(a.dims, -1)]
  const [innerB, columns] = transposeB ? [dimAt(b.dims, -1), dimAt(b.dims, -2)] : [dimAt(b.dims, -2), dimAt(b.dims, -1)]
  if (inner !== innerB) throw shapeError('matmul', `the inner sizes ${inner} and ${innerB} differ`, a.dims, b.dims)
  const attributes = { transA: Number(transposeA), transB: Number(transposeB), alpha: { float: alpha } }
  return apply(stack.length === 0 ? GEMM : BATCHED, [a, b], [...stack, rows, columns], attributes)
}

/** x·Wᵀ + bias with x [rows, in], weight [out, in] as Hugging Face stores it, bias [out]. */
export function linear(x: Tensor, weight: Tensor, bias: Tensor): Tensor {
  if (x.dims.length !== 2 || weight.dims.length !== 2 || x.dims[1] !== weight.dims[1]) throw shapeError('linear', 'input and weight do not fit', x.dims, weight.dims)
  if (!sameDims(bias.dims, [dimAt(weight.dims, 0)])) throw shapeError('linear', 'bias and weight do not fit', bias.dims, weight.dims)
  return apply(LINEAR, [x, weight, bias], [dimAt(x.dims, 0), dimAt(weight.dims, 0)], { transB: 1 })
}
