/** One weight in training: values, gradient and moments as arrays of this process. Rows of a table whose moments are zero are only decayed, which is what AdamW gives there. */
import type { HostTensor } from '../files/safetensors.ts'
import { decayRange, squaredSum, updateRange, type AdamWFactors } from '../optimizer.ts'
import { GradientBuffer } from './gradient-buffer.ts'
import { RowSet } from './row-set.ts'

export class TrainedWeight {
  readonly gradient: GradientBuffer
  readonly first: Float32Array
  readonly second: Float32Array
  readonly #parameter: Float32Array
  readonly #decays: boolean
  /** Rows whose moments may differ from zero. */
  readonly #moved: RowSet

  constructor({ data, dims }: HostTensor) {
    this.gradient = new GradientBuffer(dims)
    this.first = new Float32Array(data.length)
    this.second = new Float32Array(data.length)
    this.#parameter = data
    this.#decays = dims.length > 1 // biases and normalisations are not pulled to zero
    this.#moved = new RowSet(this.gradient.rows)
  }

  squaredNorm(): number {
    const { width } = this.gradient
    let total = 0
    for (const { start, end } of this.gradient.usedRows()) total += squaredSum(this.gradient.values().subarray(start * width, end * width))
    return total
  }

  update(factors: AdamWFactors): void {
    for (const { start, end } of this.gradient.usedRows()) this.#moved.addRange(start, end)
    const arrays = { parameter: this.#parameter, gradient: this.gradient.values(), first: this.first, second: this.second }
    const own = this.#decays ? factors : { ...factors, decay: 1 }
    const { width } = this.gradient
    for (const { start, end, isInside } of this.#moved.ranges()) {
      if (isInside) updateRange(arrays, start * width, end * width, own)
      else decayRange(this.#parameter, start * width, end * width, own)
    }
  }

  load(parameter: Float32Array, first: Float32Array, second: Float32Array): void {
    this.#parameter.set(parameter)
    this.first.set(first)
    this.second.set(second)
    const { rows, width } = this.gradient
    this.#moved.clear()
    for (let row = 0; row < rows; row++) {
      const hasMoment = (moment: Float32Array): boolean => moment.subarray(row * width, (row + 1) * width).some((value) => value !== 0)
      if (hasMoment(first) || hasMoment(second)) this.#moved.add(row)
    }
  }
}
