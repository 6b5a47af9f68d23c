/** The distinct token sequences of a data set, by number. Two texts that are equal after truncation have the same number. */
export type Sequence = readonly number[]

export class TextTable {
  readonly sequences: Sequence[] = []
  readonly #numbers = new Map<string, number>()

  add(sequence: Sequence): number {
    const key = sequence.join()
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    const number = this.sequences.push(sequence) - 1
    this.#numbers.set(key, number)
    return number
  }

  get(number: number): Sequence {
    const sequence = this.sequences[number]
    if (sequence === undefined) throw new RangeError(`TextTable: no text with number ${number}`)
    return sequence
  }
}
