/** One client's side of the wire protocol: start-up, password, and messages gathered into units for the scheduler. */
import { timingSafeEqual, createHash } from 'node:crypto'
import type { Socket } from 'node:net'
import { MessageReader } from './message-reader.ts'
import { endOfString, errorResponse, int32, message, ProtocolViolation, query, readString, readyForQuery, REQUEST } from './protocol.ts'
import type { TransactionStatus } from './protocol.ts'
import type { Scheduler } from './scheduler.ts'
import { readStatementTraits } from './sql-statements.ts'
import { createUnit } from './unit.ts'
import type { Session, Unit } from './unit.ts'

/** COPY data wait here until they are complete, because the backend cannot wait for them. */
const MAX_COPY_BYTES = 512 * 1024 * 1024

export interface ConnectionContext {
  scheduler: Scheduler
  password: string
  database: string
  /** server_version and its like, told to every client */
  parameters: Buffer
  /** for cancel requests */
  secret: number
  onCancelRequest: (id: number, secret: number) => void
}

export class ClientConnection implements Session {
  readonly id: number
  readonly secret: number
  readonly units: Unit[] = []
  readonly statements = new Map<string, string>()
  readonly channels = new Set<string>()
  readonly settings: string[] = []
  status: TransactionStatus = 'I'
  readonly #socket: Socket
  readonly #context: ConnectionContext
  readonly #reader = new MessageReader()
  #phase: 'startup' | 'password' | 'ready' | 'ended' = 'startup'
  #pending = { parts: [] as Buffer[], unit: createUnit(Buffer.alloc(0)), definesUnnamed: false }
  #copy: { parts: Buffer[]; bytes: number } | undefined
  #unnamedStatement: Buffer | undefined
  #statementCount = 0

  constructor(id: number, socket: Socket, context: ConnectionContext) {
    this.id = id
    this.secret = context.secret
    this.#socket = socket
    this.#context = context
  }

  get isReady(): boolean {
    return this.#phase === 'ready'
  }

  receive(chunk: Buffer): void {
    try {
      this.#reader.add(chunk)
      while (this.#takeNext());
    } catch (error) {
      if (!(error instanceof ProtocolViolation)) throw error
      this.end('08P01', `protocol violation: ${error.message}`)
    }
  }

  send(messages: Buffer): void {
    if (messages.length > 0 && this.#socket.writable) this.#socket.write(messages)
  }

  end(code: string, reason: string): void {
    this.#phase = 'ended'
    if (this.#socket.writable) this.#socket.end(errorResponse('FATAL', code, reason))
    this.#context.scheduler.leave(this)
  }

  #takeNext(): boolean {
    if (this.#phase === 'ended') return false
    if (this.#phase === 'startup') {
      const packet = this.#reader.takeStartupPacket()
      if (packet) this.#start(packet)
      return packet !== undefined
    }
    const bytes = this.#reader.takeMessage({ authenticated: this.#phase === 'ready' })
    if (!bytes) return false
    if (this.#phase === 'password') this.#checkPassword(bytes)
    else this.#handle(String.fromCharCode(bytes[0]!), bytes)
    return true
  }

  #start(packet: Buffer): void {
    const code = packet.readInt32BE(0)
    if (code === REQUEST.ssl || code === REQUEST.gssEncryption) return this.send(Buffer.from('N'))
    if (code === REQUEST.cancel && packet.length === 12) {
      this.#context.onCancelRequest(packet.readInt32BE(4), packet.readInt32BE(8))
      this.#phase = 'ended'
      this.#socket.end()
      return
    }
    if (code >>> 16 !== 3) throw new ProtocolViolation(`unknown protocol ${code >>> 16}.${code & 0xffff}`)
    const fields = packet.toString('utf8', 4).split('\0')
    const parameters = new Map(fields.flatMap((name, index) => (index % 2 === 0 ? [[name, fields[index + 1] ?? ''] as const] : [])))
    const database = parameters.get('database') || parameters.get('user')
    if (database !== this.#context.database) {
      return this.end('3D000', `database "${database}" does not exist: the embedded server has one, "${this.#context.database}"`)
    }
    if ((code & 0xffff) > 0) this.send(message('v', int32(3 << 16), int32(0)))
    this.#phase = 'password'
    this.send(message('R', int32(3)))
  }

  #checkPassword(bytes: Buffer): void {
    if (bytes[0] !== 'p'.charCodeAt(0)) throw new ProtocolViolation('a password message was expected')
    const digest = (text: string) => createHash('sha256').update(text).digest()
    if (!timingSafeEqual(digest(readString(bytes, 5).text), digest(this.#context.password))) {
      return this.end('28P01', 'password authentication failed')
    }
    this.#phase = 'ready'
    this.#context.scheduler.enter(this)
    this.send(Buffer.concat([message('R', int32(0)), this.#context.parameters, message('K', int32(this.id), int32(this.secret)), readyForQuery('I')]))
  }

  #handle(type: string, bytes: Buffer): void {
    if (this.#copy) return this.#collectCopy(type, bytes, this.#copy)
    switch (type) {
      case 'Q':
        return this.#simpleQuery(bytes)
      case 'P':
        return this.#parse(bytes)
      case 'B': {
        const portalEnd = endOfString(bytes, 5) + 1
        return this.#useStatement(bytes, portalEnd)
      }
      case 'D':
      case 'C':
        return bytes[5] === 'S'.charCodeAt(0) ? this.#useStatement(bytes, 6) : this.#add(bytes)
      case 'E':
        return this.#add(bytes)
      case 'H':
      case 'S':
        this.#add(bytes)
        return this.#submitPending(type === 'H')
      case 'F':
        return this.#submit(createUnit(bytes))
      case 'd':
      case 'c':
      case 'f':
        return
      case 'X':
        this.#phase = 'ended'
        this.#socket.end()
        return
      default:
        throw new ProtocolViolation(`a message of unknown type ${JSON.stringify(type)}`)
    }
  }

  #simpleQuery(bytes: Buffer): void {
    const { text, next } = readString(bytes, 5)
    if (next !== bytes.length) throw new ProtocolViolation('a query with bytes after its end')
    this.#unnamedStatement = undefined
    const traits = readStatementTraits(text)
    const refusal = traits.discardsAll ? NO_DISCARD : traits.copyIn === 'several' ? ONE_COPY : undefined
    if (refusal) return this.#submit(createUnit(query(refusal)))
    if (traits.copyIn === 'none') return this.#submit(createUnit(bytes, traits))
    this.#copy = { parts: [bytes], bytes: bytes.length }
    this.#submit(createUnit(Buffer.alloc(0), { answer: message('G', Buffer.from([traits.copyIn === 'binary' ? 1 : 0, 0, 0])) }))
  }

  #collectCopy(type: string, bytes: Buffer, copy: { parts: Buffer[]; bytes: number }): void {
    if (type === 'S' || type === 'H') return
    if (type !== 'd' && type !== 'c' && type !== 'f') throw new ProtocolViolation(`a message of type ${type} during COPY`)
    copy.bytes += bytes.length
    if (copy.bytes <= MAX_COPY_BYTES) copy.parts.push(bytes)
    else copy.parts.length = 0
    if (type === 'd') return
    this.#copy = undefined
    this.#submit(copy.bytes <= MAX_COPY_BYTES ? createUnit(Buffer.concat(copy.parts), { hasCopyData: true }) : createUnit(query(COPY_TOO_LARGE)))
  }

  #parse(bytes: Buffer): void {
    const nameEnd = endOfString(bytes, 5) + 1
    const traits = readStatementTraits(readString(bytes, nameEnd).text)
    const refusal = traits.discardsAll ? NO_DISCARD : traits.copyIn !== 'none' ? SIMPLE_COPY : undefined
    const { unit } = this.#pending
    unit.listens.push(...traits.listens)
    unit.unlistens.push(...traits.unlistens)
    unit.settings.push(...traits.settings)
    unit.mayChangeSettings ||= traits.mayChangeSettings
    const name = bytes.subarray(5, nameEnd - 1)
    const parse = message('P', name.length === 0 ? '' : this.#backendName(name), refusal ? Buffer.from(`${refusal}\0\0\0`) : bytes.subarray(nameEnd))
    if (name.length === 0) {
      this.#unnamedStatement = parse
      this.#pending.definesUnnamed = true
    }
    this.#add(parse)
  }

  /** Bind, Describe and Close name a statement at `offset`; in the backend it goes by another name. */
  #useStatement(bytes: Buffer, offset: number): void {
    const end = endOfString(bytes, offset)
    const name = bytes.subarray(offset, end)
    if (name.length === 0 && this.#unnamedStatement) {
      if (!this.#pending.definesUnnamed) this.#pending.unit.unnamedStatement = this.#unnamedStatement
      return this.#add(bytes)
    }
    const backendName = this.#backendName(name)
    if (bytes[0] === 'C'.charCodeAt(0)) this.statements.delete(name.toString('latin1'))
    this.#add(message(String.fromCharCode(bytes[0]!), bytes.subarray(5, offset), backendName, bytes.subarray(end + 1)))
  }

  /** Postgres tells names apart by 63 bytes, so a prefix will not do: long ones would meet. */
  #backendName(name: Buffer): string {
    const key = name.toString('latin1')
    const known = this.statements.get(key)
    if (known) return known
    const backendName = `connection_${this.id}_statement_${++this.#statementCount}`
    this.statements.set(key, backendName)
    return backendName
  }

  #add(bytes: Buffer): void {
    this.#pending.parts.push(bytes)
  }

  #submitPending(isPartial: boolean): void {
    const { parts, unit, definesUnnamed } = this.#pending
    this.#pending = { parts: [], unit: createUnit(Buffer.alloc(0)), definesUnnamed: isPartial && definesUnnamed }
    this.#submit({ ...unit, bytes: Buffer.concat(parts), isPartial })
  }

  #submit(unit: Unit): void {
    this.#context.scheduler.submit(this, unit)
  }
}

const refuse = (reason: string) => `do $$ begin raise feature_not_supported using message = '${reason}'; end $$`
const NO_DISCARD = refuse('the embedded database shares one backend: this would also drop what other connections have prepared')
const ONE_COPY = refuse('the embedded database reads one COPY FROM STDIN in a query: send them one by one')
const SIMPLE_COPY = refuse('the embedded database reads COPY FROM STDIN by the simple query protocol only')
const COPY_TOO_LARGE = refuse('the embedded database reads at most 512 MB in one COPY FROM STDIN: split the data')
