/** One encoder at a time, and who waits for a person goes first. Knows nothing of encoding. */
export type Urgency = 'now' | 'background'

export class EncodeLane {
  readonly #waiting: Record<Urgency, (() => void)[]> = { now: [], background: [] }
  #isBusy = false

  /** Runs `work` alone. Keep background work short: what is urgent waits for it to end. */
  async run<T>(urgency: Urgency, work: () => Promise<T>): Promise<T> {
    if (this.#isBusy) await new Promise<void>((resolve) => this.#waiting[urgency].push(resolve))
    this.#isBusy = true
    try {
      return await work()
    } finally {
      const next = this.#waiting.now.shift() ?? this.#waiting.background.shift()
      if (next) next()
      else this.#isBusy = false
    }
  }
}
