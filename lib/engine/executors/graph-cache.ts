/** Keeps the graphs compiled last, by key, and releases the one unused longest when there are too many. A graph in use is never released. */
interface Releasable { release(): Promise<void> }

export class GraphCache<Graph extends Releasable> {
  readonly #capacity: number
  readonly #entries = new Map<string, { graph: Promise<Graph>; users: number }>()

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  async use<Result>(key: string, compile: () => Promise<Graph>, run: (graph: Graph) => Promise<Result>): Promise<Result> {
    const entry = this.#entries.get(key) ?? { graph: compile(), users: 0 }
    this.#entries.delete(key)
    this.#entries.set(key, entry) // a Map keeps the order of insertion: the first entry is the one unused longest
    entry.users++
    try {
      return await run(await entry.graph)
    } catch (error) {
      if (this.#entries.get(key) === entry) this.#entries.delete(key)
      throw error
    } finally {
      entry.users--
      await this.#releaseSurplus()
    }
  }

  async release(): Promise<void> {
    const entries = [...this.#entries.values()]
    this.#entries.clear()
    for (const { graph } of entries) await (await graph).release()
  }

  async #releaseSurplus(): Promise<void> {
    for (const [key, entry] of this.#entries) {
      if (this.#entries.size <= this.#capacity) return
      if (entry.users > 0) continue
      this.#entries.delete(key)
      await (await entry.graph).release()
    }
  }
}
