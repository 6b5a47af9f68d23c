/** The encoders in memory: those of the model versions used last. Two organisations on the same weights share one. */
import { openEncoder } from '#lib/engine/encoder.ts'
import type { Encoder } from '#lib/engine/encoder.ts'
import { EncodeLane } from './encode-lane.ts'
import type { Urgency } from './encode-lane.ts'

const MAX_ENCODERS = 3

export interface Weights {
  folder: string
  weightsHash: string
}

export class EncoderCache {
  readonly #lane = new EncodeLane()
  readonly #encoders = new Map<string, Encoder>()
  readonly #threads: number | undefined
  readonly #openFolder: typeof openEncoder

  constructor({ threads, openFolder = openEncoder }: { threads?: number; openFolder?: typeof openEncoder } = {}) {
    this.#threads = threads
    this.#openFolder = openFolder
  }

  /** Gives the encoder of these weights to `work`, alone; throws the engine's sentence when the folder is broken. */
  use<T>(weights: Weights, urgency: Urgency, work: (encoder: Encoder) => Promise<T>): Promise<T> {
    return this.#lane.run(urgency, async () => work(await this.#open(weights)))
  }

  async release(): Promise<void> {
    await this.#lane.run('now', async () => {
      for (const encoder of this.#encoders.values()) await encoder.release()
      this.#encoders.clear()
    })
  }

  /** Only called inside the lane, so none that is released is in use. */
  async #open({ folder, weightsHash }: Weights): Promise<Encoder> {
    const encoder = this.#encoders.get(weightsHash) ?? (await this.#openFolder(folder, { threads: this.#threads }))
    this.#encoders.delete(weightsHash)
    this.#encoders.set(weightsHash, encoder)
    const [oldest, surplus] = this.#encoders.entries().next().value!
    if (this.#encoders.size > MAX_ENCODERS) {
      this.#encoders.delete(oldest)
      await surplus.release()
    }
    return encoder
  }
}
