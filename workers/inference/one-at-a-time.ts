/** Work with the same key goes one after the other; work with different keys does not wait. */
export class OneAtATime {
  readonly #last = new Map<string, Promise<void>>()

  async run(key: string, work: () => Promise<void>): Promise<void> {
    const before = this.#last.get(key)
    const current = (async () => {
      await before?.catch(() => undefined)
      await work()
    })()
    this.#last.set(key, current)
    try {
      await current
    } finally {
      if (this.#last.get(key) === current) this.#last.delete(key)
    }
  }
}
