/** A unit: what one connection has the backend do without another connection in between, up to Sync or a simple query. */
import type { TransactionStatus } from './protocol.ts'

export interface Unit {
  bytes: Buffer
  /** ended by Flush: the connection keeps the backend until its Sync */
  isPartial: boolean
  /** an answer of the multiplexer itself, kept in line with those of the backend */
  answer?: Buffer
  /** the collected COPY data follow the query, so the backend's CopyInResponse has been given already */
  hasCopyData?: boolean
  /** uses the unnamed statement of an earlier unit: the Parse message that made it */
  unnamedStatement?: Buffer
  listens: string[]
  unlistens: string[]
  settings: string[]
  mayChangeSettings: boolean
}

export function createUnit(bytes: Buffer, rest: Partial<Unit> = {}): Unit {
  return { bytes, isPartial: false, listens: [], unlistens: [], settings: [], mayChangeSettings: false, ...rest }
}

/** What the scheduler knows of a connection. */
export interface Session {
  readonly id: number
  /** not yet begun */
  readonly units: Unit[]
  /** names of this connection's prepared statements in the backend */
  readonly statements: Map<string, string>
  readonly channels: Set<string>
  /** SET statements to repeat when the backend served somebody else in between */
  readonly settings: string[]
  status: TransactionStatus
  send: (messages: Buffer) => void
  end: (code: string, reason: string) => void
}
