/** Remembers the weights that did best on held-out rows, and says when better ones are not waited for any longer. It knows neither rows nor files. */
import type { HostTensor } from './files/safetensors.ts'

export interface BestWeightsState {
  /** Step of the lowest held-out loss so far, and that loss. */
  step: number
  loss: number
  parameters: ReadonlyMap<string, HostTensor>
  /** Evaluations since then. */
  waited: number
}

export class BestWeights {
  readonly #patience: number
  #state: BestWeightsState | null

  /** `patience`: evaluations without a lower loss after which to stop. */
  constructor(patience = Infinity, state: BestWeightsState | null = null) {
    this.#patience = patience
    this.#state = state
  }

  get state(): BestWeightsState | null { return this.#state }
  get isExhausted(): boolean { return this.#state !== null && this.#state.waited >= this.#patience }

  /** True when the loss is the lowest so far; the given weights are then copied. */
  observe(step: number, loss: number, parameters: ReadonlyMap<string, HostTensor>): boolean {
    if (this.#state !== null && !(loss < this.#state.loss)) {
      this.#state = { ...this.#state, waited: this.#state.waited + 1 }
      return false
    }
    this.#state = { step, loss, parameters: new Map([...parameters].map(([name, { dims, data }]) => [name, { dims, data: data.slice() }])), waited: 0 }
    return true
  }
}
