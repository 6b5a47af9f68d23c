/** Layer normalisation and root-mean-square normalisation over the last axis, and vectors brought to length one. */
import { add, divide, multiply, sqrt, subtract } from './elementwise.ts'
import { apply, extraOutput } from './operation.ts'
import { sum } from './reduce.ts'
import { dimAt, sameDims, scalar, shapeError, type Operation, type Tensor } from './tensor.ts'

const LAYER_NORMALIZATION: Operation = {
  onnxType: 'LayerNormalization',
  gradient: (output, g) => {
    const [x, scale] = output.inputs as [Tensor, Tensor, Tensor]
    const width = dimAt(x.dims, -1)
    const statistics = [...x.dims.slice(0, -1), 1]
    const mean = extraOutput(output, 1, statistics)
    const inverseDeviation = extraOutput(output, 2, statistics)
    const normalised = multiply(subtract(x, mean), inverseDeviation) // [..., width]
    const leading = x.dims.slice(0, -1).map((_, axis) => axis)
    // dx = (ĝ − mean(ĝ) − x̂·mean(ĝ·x̂)) / σ, with ĝ = g·scale
    const scaled = multiply(g, scale)
    const average = (t: Tensor): Tensor => multiply(sum(t, [-1], { keepDims: true }), scalar(1 / width))
    const centred = subtract(subtract(scaled, average(scaled)), multiply(normalised, average(multiply(scaled, normalised))))
    return [multiply(centred, inverseDeviation), sum(multiply(g, normalised), leading), sum(g, leading)]
  },
}

export function layerNormalization(x: Tensor, scale: Tensor, bias: Tensor, epsilon: number): Tensor {
  const width = [dimAt(x.dims, -1)]
  if (!sameDims(scale.dims, width)) throw shapeError('layerNormalization', 'input and scale do not fit', x.dims, scale.dims)
  if (!sameDims(bias.dims, width)) throw shapeError('layerNormalization', 'input and bias do not fit', x.dims, bias.dims)
  return apply(LAYER_NORMALIZATION, [x, scale, bias], x.dims, { axis: -1, epsilon: { float: epsilon } })
}

/** x / √(mean(x²) + ε) · scale over the last axis (arXiv 1910.07467). */
export function rmsNormalization(x: Tensor, scale: Tensor, epsilon: number): Tensor {
  const width = dimAt(x.dims, -1)
  if (!sameDims(scale.dims, [width])) throw shapeError('rmsNormalization', 'input and scale do not fit', x.dims, scale.dims)
  const meanSquare = multiply(sum(multiply(x, x), [-1], { keepDims: true }), scalar(1 / width)) // [..., 1]
  return multiply(divide(x, sqrt(add(meanSquare, scalar(epsilon)))), scale)
}

/** x / ‖x‖ over the last axis; the tiny term keeps a zero vector zero. */
export function l2Normalize(x: Tensor): Tensor {
  return divide(x, sqrt(add(sum(multiply(x, x), [-1], { keepDims: true }), scalar(1e-24))))
}
