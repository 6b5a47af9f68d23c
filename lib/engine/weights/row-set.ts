/** A set of the rows of a table, read as ranges of neighbours. */
export class RowSet {
  readonly #isIn: Uint8Array

  constructor(rows: number) {
    this.#isIn = new Uint8Array(rows)
  }

  add(row: number): void {
    this.#isIn[row] = 1
  }

  addRange(start: number, end: number): void {
    this.#isIn.fill(1, start, end)
  }

  clear(): void {
    this.#isIn.fill(0)
  }

  /** Every row in order, as ranges that lie wholly inside or wholly outside the set. */
  * ranges(): Generator<{ start: number; end: number; isInside: boolean }> {
    for (let start = 0; start < this.#isIn.length;) {
      const isInside = this.#isIn[start] === 1
      const next = this.#isIn.indexOf(isInside ? 0 : 1, start)
      const end = next < 0 ? this.#isIn.length : next
      yield { start, end, isInside }
      start = end
    }
  }
}
