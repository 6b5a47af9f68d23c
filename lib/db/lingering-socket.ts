/**
 * A socket that stays a moment after its connection was lost. When a database ends while a transaction is open, postgres.js rejects the query
 * and only then sends ROLLBACK; on a socket that is gone by that time it throws where nobody can catch, which would end the process.
 */
import { Socket } from 'node:net'

/** Long enough for a rejected query to run its catch blocks. */
const LINGER_MS = 20

class LingeringSocket extends Socket {
  #reason: unknown
  #isClosing = false

  override emit(event: string | symbol, ...rest: unknown[]): boolean {
    if (event === 'error') this.#reason = rest[0]
    if (event !== 'close' || this.#isClosing) return super.emit(event, ...rest)
    this.#isClosing = true
    this.#reason ??= Object.assign(new Error('The connection to the database was lost'), { code: 'CONNECTION_CLOSED' })
    setImmediate(() => {
      if (this.listenerCount('error') > 0) super.emit('error', this.#reason)
      setTimeout(() => super.emit('close', false), LINGER_MS)
    })
    return true
  }
}

/** For the options of postgres.js, whose types do not know `socket`. */
export const lingeringSockets: object = { socket: connectLingering }

/** postgres.js wants a connected socket; of one that could not connect it learns by its events. */
function connectLingering({ host, port, path }: { host: string[]; port: number[]; path?: string | false }): Promise<Socket> {
  const socket = new LingeringSocket()
  return new Promise((resolve) => {
    socket.once('error', () => resolve(socket))
    socket.once('connect', () => resolve(socket))
    if (path) socket.connect(path)
    else socket.connect(port[0] ?? 5432, host[0] ?? 'localhost')
  })
}
