/** Cuts what a client sends into whole messages, without copying a large message more than once. */
import { ProtocolViolation } from './protocol.ts'

/** Longest packet accepted before the password is known. Postgres allows as much for a startup packet. */
const MAX_UNAUTHENTICATED_BYTES = 10_000
/** Longest message of a known client. Postgres allows 1 GB, which the 2 GB of WebAssembly memory could not hold beside its own. */
const MAX_MESSAGE_BYTES = 256 * 1024 * 1024

export class MessageReader {
  #chunks: Buffer[] = []
  #length = 0

  add(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#length += chunk.length
  }

  /** A startup packet (length, body) without its length; undefined until it is whole. */
  takeStartupPacket(): Buffer | undefined {
    if (this.#length < 8) return undefined
    const length = this.#peek(4).readInt32BE(0)
    if (length < 8 || length > MAX_UNAUTHENTICATED_BYTES) throw new ProtocolViolation(`a startup packet of ${length} bytes`)
    return this.#take(length)?.subarray(4)
  }

  /** A message (type, length, body) as it came; undefined until it is whole. */
  takeMessage(options: { authenticated: boolean }): Buffer | undefined {
    if (this.#length < 5) return undefined
    const length = this.#peek(5).readInt32BE(1)
    if (length < 4 || length > (options.authenticated ? MAX_MESSAGE_BYTES : MAX_UNAUTHENTICATED_BYTES)) {
      throw new ProtocolViolation(`a message of ${length} bytes`)
    }
    return this.#take(length + 1)
  }

  #peek(length: number): Buffer {
    if (this.#chunks[0]!.length < length) this.#chunks = [Buffer.concat(this.#chunks)]
    return this.#chunks[0]!
  }

  #take(length: number): Buffer | undefined {
    if (this.#length < length) return undefined
    if (this.#chunks[0]!.length < length) this.#chunks = [Buffer.concat(this.#chunks)]
    const first = this.#chunks[0]!
    if (first.length === length) this.#chunks.shift()
    else this.#chunks[0] = first.subarray(length)
    this.#length -= length
    return first.subarray(0, length)
  }
}
