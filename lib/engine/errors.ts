/** An expected failure of the engine, told in one sentence for people; what caused it is kept in `cause`. */
export class EngineError extends Error {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.name = 'EngineError'
  }
}
