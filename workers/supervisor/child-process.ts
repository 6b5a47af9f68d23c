/** A process that is kept running: started, waited for until it is ready, started again when it dies, and stopped. */
import { spawn } from 'node:child_process'
import type { ChildProcess as NodeChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '#lib/errors.ts'
import type { Journal } from './journal.ts'

export interface ChildDefinition {
  name: string
  /** for the same Node that runs the supervisor */
  args: string[]
  environment: () => Record<string, string>
  /** resolves when what the process needs is there; asked before each start */
  waitForNeeds?: () => Promise<void>
  /** resolves when the process serves, for programs that do not say it themselves */
  waitUntilServing?: (isAlive: () => boolean) => Promise<void>
  onReady?: (message: ReadyMessage) => void
}

export interface ReadyMessage {
  ready: true
  url?: string
}

/** A process that dies this often within this time will not get better by itself. */
const MAX_DEATHS = 5
const DEATHS_WITHIN_MS = 60_000
const FIRST_PAUSE_MS = 100
/** Our processes end so after saying in one sentence what is wrong: trying again would change nothing. */
const CANNOT_START = 2

export class ChildProcess {
  readonly #definition: ChildDefinition
  readonly #journal: Journal
  readonly #onGiveUp: (reason: AppError) => void
  readonly #deaths: number[] = []
  #process: NodeChildProcess | undefined
  #hasBeenReady = false
  #isReady = false
  #isStopping = false
  readonly #waitingForReady: (() => void)[] = []

  constructor(definition: ChildDefinition, journal: Journal, onGiveUp: (reason: AppError) => void) {
    this.#definition = definition
    this.#journal = journal
    this.#onGiveUp = onGiveUp
  }

  get name(): string {
    return this.#definition.name
  }

  /** Resolves when the process is ready, however often it had to be started. */
  async start(): Promise<void> {
    void this.#launch()
    await this.whenReady()
  }

  /** Resolves at once while the process is ready, else when it is again. */
  async whenReady(): Promise<void> {
    if (!this.#isReady) await new Promise<void>((resolve) => this.#waitingForReady.push(resolve))
  }

  /** Ends the process as it is; it starts again like one that died. */
  restart(): void {
    if (this.#process) askToEnd(this.#process)
  }

  async stop(patienceMs: number): Promise<void> {
    this.#isStopping = true
    const running = this.#process
    if (!running || running.exitCode !== null || running.signalCode !== null) return
    const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()))
    askToEnd(running)
    const isEnded = await Promise.race([ended.then(() => true), sleep(patienceMs, false, { ref: false })])
    if (isEnded) return
    this.#journal.write(this.name, `did not stop within ${patienceMs} ms and was killed`)
    running.kill('SIGKILL')
    await ended
  }

  async #launch(): Promise<void> {
    const { name, args, environment, waitForNeeds, waitUntilServing } = this.#definition
    await waitForNeeds?.()
    if (this.#isStopping) return
    const child = spawn(process.execPath, args, {
      env: { ...process.env, ...environment() },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // in a group of its own, so that Ctrl-C reaches the supervisor alone, which stops the processes in order
      detached: process.platform !== 'win32',
    })
    this.#process = child
    this.#journal.follow(name, child)
    const becomeReady = (message: ReadyMessage) => {
      this.#hasBeenReady = this.#isReady = true
      this.#definition.onReady?.(message)
      for (const resolve of this.#waitingForReady.splice(0)) resolve()
    }
    child.on('message', (message) => isReadyMessage(message) && becomeReady(message))
    child.once('error', (error) => this.#journal.write(name, `cannot be started: ${error.message}`))
    child.once('exit', (code, signal) => this.#onExit(code, signal))
    const isAlive = () => this.#process === child && child.exitCode === null && child.signalCode === null
    void waitUntilServing?.(isAlive).then(() => isAlive() && becomeReady({ ready: true }))
  }

  #onExit(code: number | null, signal: NodeJS.Signals | null): void {
    this.#isReady = false
    if (this.#isStopping) return
    const how = signal ?? `code ${code}`
    if (code === CANNOT_START && !this.#hasBeenReady) {
      this.#onGiveUp(new AppError('unavailable', `The ${this.name} process cannot start, for the reason above.`))
      return
    }
    const now = Date.now()
    this.#deaths.push(now)
    const recent = this.#deaths.filter((death) => now - death < DEATHS_WITHIN_MS).length
    if (recent >= MAX_DEATHS) {
      this.#onGiveUp(new AppError('unavailable', `The ${this.name} process ended ${recent} times within a minute (last: ${how}). Its last words are above and in rankwell.log in the data directory.`))
      return
    }
    const pauseMs = FIRST_PAUSE_MS * 3 ** (recent - 1)
    process.stderr.write(`The ${this.name} process ended (${how}); starting it again.\n`)
    this.#journal.write(this.name, `ended (${how}), starts again in ${pauseMs} ms`)
    setTimeout(() => void this.#launch(), pauseMs)
  }
}

function isReadyMessage(message: unknown): message is ReadyMessage {
  return typeof message === 'object' && message !== null && 'ready' in message && message.ready === true
}

/** Windows has no signal that a program could answer; there the closed channel says it. */
function askToEnd(child: NodeChildProcess): void {
  if (process.platform === 'win32' && child.connected) child.disconnect()
  else child.kill('SIGTERM')
}
