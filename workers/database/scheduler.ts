/**
 * Hands the one backend to one connection at a time. A connection keeps it from its first message until the backend is idle again,
 * so that neither a prepared portal nor a transaction is ever seen by another. Knows units and sessions, not sockets.
 */
import type { Backend, BackendAnswer } from './backend.ts'
import { runQuery } from './backend.ts'
import { errorResponse, message, readyForQuery } from './protocol.ts'
import type { Session, Unit } from './unit.ts'

const RESET_SETTINGS = 'reset session authorization; reset role; reset all'

export class Scheduler {
  readonly #backend: Backend
  readonly #idleInTransactionMs: number
  readonly #sessions = new Set<Session>()
  readonly #waiting = new Set<Session>()
  readonly #leaving: Session[] = []
  readonly #chores: (() => Promise<void>)[] = []
  #owner: Session | undefined
  /** whose settings the backend has; undefined when it has the defaults */
  #settingsOf: Session | undefined
  /** whose unnamed statement the backend has */
  #unnamedStatementOf: Session | undefined
  readonly #lostChannels = new Set<string>()
  #isRunning = false
  #idleTimer: NodeJS.Timeout | undefined

  constructor(backend: Backend, options: { idleInTransactionMs: number }) {
    this.#backend = backend
    this.#idleInTransactionMs = options.idleInTransactionMs
  }

  enter(session: Session): void {
    this.#sessions.add(session)
  }

  submit(session: Session, unit: Unit): void {
    session.units.push(unit)
    this.#waiting.add(session)
    void this.#run()
  }

  /** Rolls back what the session had open and undoes what it left in the backend. */
  leave(session: Session): void {
    if (!this.#sessions.delete(session)) return
    this.#waiting.delete(session)
    session.units.length = 0
    this.#leaving.push(session)
    void this.#run()
  }

  /** Only work that has not begun can be cancelled: the backend is busy or idle, never interruptible. */
  cancel(session: Session): void {
    const [first] = session.units
    if (!first || first.isPartial || first.answer || session === this.#owner) return
    session.units.shift()
    if (session.units.length === 0) this.#waiting.delete(session)
    session.send(Buffer.concat([errorResponse('ERROR', '57014', 'canceling statement due to user request'), readyForQuery('I')]))
  }

  /** Work of the database process itself, done when no transaction is open. Resolves to the answer. */
  runWhenFree(sql: string): Promise<BackendAnswer> {
    return new Promise((resolve) => {
      this.#chores.push(async () => {
        await this.#useSettingsOf(undefined)
        resolve(await this.#ask(sql))
      })
      void this.#run()
    })
  }

  get isBusy(): boolean {
    return this.#owner !== undefined || this.#waiting.size > 0
  }

  async #run(): Promise<void> {
    if (this.#isRunning) return
    this.#isRunning = true
    for (let step = this.#next(); step; step = this.#next()) await step()
    this.#isRunning = false
  }

  #next(): (() => Promise<void>) | undefined {
    const owner = this.#owner
    if (owner && !this.#sessions.has(owner)) return () => this.#abandon()
    if (owner) return owner.units.length > 0 ? () => this.#serve(owner) : undefined
    const left = this.#leaving.shift()
    if (left) return () => this.#cleanUpAfter(left)
    if (this.#lostChannels.size > 0) return () => this.#listenAgain()
    const [session] = this.#waiting
    if (session) return () => this.#serve(session)
    return this.#chores.shift()
  }

  async #serve(session: Session): Promise<void> {
    clearTimeout(this.#idleTimer)
    this.#waiting.delete(session)
    const unit = session.units.shift()!
    if (unit.answer) session.send(unit.answer)
    else await this.#execute(session, unit)
    if (this.#owner === session) this.#watchIdleOwner(session)
    else if (session.units.length > 0 && this.#sessions.has(session)) this.#waiting.add(session)
  }

  async #execute(session: Session, unit: Unit): Promise<void> {
    if (this.#owner !== session) await this.#useSettingsOf(session)
    const lostStatement = this.#unnamedStatementOf === session ? undefined : unit.unnamedStatement
    const bytes = lostStatement ? Buffer.concat([lostStatement, unit.bytes]) : unit.bytes
    const answer = await this.#backend.run(bytes, { '1': lostStatement ? 1 : 0, G: unit.hasCopyData ? 1 : 0 })
    this.#unnamedStatementOf = session
    session.status = answer.status ?? session.status
    this.#owner = unit.isPartial || session.status !== 'I' ? session : undefined
    if (answer.error === undefined) this.#remember(session, unit)
    else if (unit.mayChangeSettings || unit.settings.length > 0) this.#settingsOf = session
    this.#deliver(answer, session)
  }

  #remember(session: Session, unit: Unit): void {
    for (const channel of unit.listens) session.channels.add(channel)
    for (const channel of unit.unlistens.includes('*') ? [...session.channels] : unit.unlistens) {
      session.channels.delete(channel)
      this.#lostChannels.add(channel)
    }
    if (unit.unlistens.includes('*')) for (const channel of this.#channels()) this.#lostChannels.add(channel)
    for (const setting of unit.settings) {
      const known = session.settings.indexOf(setting)
      if (known >= 0) session.settings.splice(known, 1)
      session.settings.push(setting)
    }
    if (unit.settings.length > 0 || unit.mayChangeSettings) this.#settingsOf = session
  }

  #deliver(answer: BackendAnswer, to?: Session): void {
    to?.send(answer.messages)
    for (const { channel, message: notification } of answer.notifications) {
      for (const session of this.#sessions) if (session.channels.has(channel)) session.send(notification)
    }
  }

  async #ask(sql: string): Promise<BackendAnswer> {
    const answer = await runQuery(this.#backend, sql)
    this.#unnamedStatementOf = undefined
    this.#deliver(answer)
    return answer
  }

  async #useSettingsOf(session: Session | undefined): Promise<void> {
    if (this.#settingsOf === session) return
    if (this.#settingsOf) await this.#ask(RESET_SETTINGS)
    this.#settingsOf = undefined
    if (!session?.settings.length) return
    for (const setting of session.settings) await this.#ask(setting)
    this.#settingsOf = session
  }

  /** The owner disconnected in the middle of a unit or a transaction. */
  async #abandon(): Promise<void> {
    clearTimeout(this.#idleTimer)
    const { status } = await this.#backend.run(message('S'))
    if (status !== 'I') await this.#ask('rollback')
    this.#owner = undefined
  }

  async #cleanUpAfter(session: Session): Promise<void> {
    const closes = [...session.statements.values()].map((name) => message('C', Buffer.from('S'), name))
    if (closes.length > 0) await this.#backend.run(Buffer.concat([...closes, message('S')]))
    const stillWanted = this.#channels()
    const unwanted = [...session.channels].filter((channel) => !stillWanted.has(channel))
    if (unwanted.length > 0) await this.#ask(unwanted.map((channel) => `unlisten ${quoteIdentifier(channel)}`).join('; '))
    if (this.#settingsOf === session) await this.#useSettingsOf(undefined)
    if (this.#unnamedStatementOf === session) this.#unnamedStatementOf = undefined
  }

  /** One connection's UNLISTEN ends the backend's; the others still listen. */
  async #listenAgain(): Promise<void> {
    const wanted = this.#channels()
    const lost = [...this.#lostChannels].filter((channel) => wanted.has(channel))
    this.#lostChannels.clear()
    if (lost.length > 0) await this.#ask(lost.map((channel) => `listen ${quoteIdentifier(channel)}`).join('; '))
  }

  #channels(): Set<string> {
    return new Set([...this.#sessions].flatMap((session) => [...session.channels]))
  }

  /** A transaction left idle stops everybody else; while nobody waits it does no harm. */
  #watchIdleOwner(session: Session, afterMs = this.#idleInTransactionMs): void {
    clearTimeout(this.#idleTimer)
    this.#idleTimer = setTimeout(() => {
      if (this.#owner !== session || session.units.length > 0) return
      const isInTheWay = [...this.#waiting].some((other) => other !== session) || this.#leaving.length > 0
      if (isInTheWay) session.end('25P03', 'terminating connection: its open transaction was idle while others waited for the database')
      else this.#watchIdleOwner(session, Math.min(afterMs, 1000))
    }, afterMs).unref()
  }
}

function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
