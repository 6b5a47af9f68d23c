/** The gradient of one weight, summed over the micro-batches of a step: as a whole, or for some rows of a table while all others are zero. */
import { dimAt } from '../graph/tensor.ts'
import { RowSet } from './row-set.ts'

export class GradientBuffer {
  readonly width: number
  readonly rows: number
  readonly #values: Float32Array
  readonly #used: RowSet
  #state: 'empty' | 'rows' | 'whole' = 'empty'
  #isZeroed = true
  #addend: Float32Array | undefined

  constructor(dims: readonly number[]) {
    this.width = dims.length === 0 ? 1 : dimAt(dims, -1)
    this.rows = dims.slice(0, -1).reduce((rows, dim) => rows * dim, 1)
    this.#values = new Float32Array(this.rows * this.width)
    this.#used = new RowSet(this.rows)
  }

  /** All elements, those that nothing was added to as zeros. */
  values(): Float32Array {
    this.#zeroStale()
    return this.#values
  }

  /** The array that a whole gradient should be computed into before it is added: its own place when it is the first of a step. */
  target(): Float32Array {
    return this.#state === 'empty' ? this.#values : (this.#addend ??= new Float32Array(this.#values.length))
  }

  add(gradient: Float32Array): void {
    if (this.#state !== 'empty') addInto(this.#values, gradient)
    else if (gradient !== this.#values) this.#values.set(gradient)
    this.#state = 'whole'
    this.#isZeroed = false
  }

  /** Adds updates [indices, width], each to the row that its index names. */
  addRows(indices: BigInt64Array, updates: Float32Array): void {
    const [width, values] = [this.width, this.values()]
    if (this.#state === 'empty') this.#state = 'rows'
    const rows = new Int32Array(indices.buffer, indices.byteOffset, indices.length * 2) // low words: row numbers are below 2³¹
    for (let index = 0; index < indices.length; index++) {
      const row = rows[2 * index] as number
      this.#used.add(row)
      const [to, from] = [row * width, index * width]
      for (let column = 0; column < width; column++) values[to + column] = (values[to + column] as number) + (updates[from + column] as number)
    }
  }

  clear(): void {
    if (this.#state === 'rows') for (const { start, end } of this.usedRows()) this.#values.fill(0, start * this.width, end * this.width)
    this.#used.clear()
    this.#state = 'empty'
  }

  /** The rows where the gradient may differ from zero, in order. */
  * usedRows(): Generator<{ start: number; end: number }> {
    if (this.#state === 'whole') yield { start: 0, end: this.rows }
    if (this.#state === 'rows') for (const range of this.#used.ranges()) if (range.isInside) yield range
  }

  /** What an earlier step left as a whole does not count any more. */
  #zeroStale(): void {
    if (this.#state !== 'empty' || this.#isZeroed) return
    this.#values.fill(0)
    this.#isZeroed = true
  }
}

function addInto(total: Float32Array, addend: Float32Array): void {
  for (let i = 0; i < total.length; i++) total[i] = (total[i] as number) + (addend[i] as number)
}
