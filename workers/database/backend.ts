/** The one Postgres backend as a function from protocol bytes to what it answers. Knows PGlite; does not know clients. */
import type { PGlite } from '@electric-sql/pglite'
import type { TransactionStatus } from './protocol.ts'
import { query, readString } from './protocol.ts'

export interface BackendAnswer {
  /** whole messages for the client, in order */
  messages: Buffer
  /** NotificationResponse messages, which belong to whoever listens */
  notifications: { channel: string; message: Buffer }[]
  /** from the last ReadyForQuery; undefined when there was none, as after a Flush */
  status: TransactionStatus | undefined
  error: string | undefined
}

export interface Backend {
  /** `hides` names types of messages (and how many) that answer what the multiplexer itself added. */
  run: (bytes: Buffer, hides?: Partial<Record<'1' | 'G', number>>) => Promise<BackendAnswer>
}

/** The exit status by which PGlite carries an ordinary SQL error out of WebAssembly. */
const LONG_JUMP = 100

/** `onCrash` must end the process: after a trap inside WebAssembly nothing is known of the backend's memory, but all of what was committed is on disk. */
export function openBackend(postgres: PGlite, onCrash: (error: unknown) => never): Backend {
  const mainLoop = postgres.Module._PostgresMainLoopOnce
  postgres.Module._PostgresMainLoopOnce = () => {
    try {
      mainLoop()
    } catch (error) {
      if ((error as { status?: number }).status !== LONG_JUMP) onCrash(error)
      throw error
    }
  }
  return {
    async run(bytes, hides = {}) {
      const chunks: Buffer[] = []
      try {
        await postgres.execProtocolRawStream(bytes, { syncToFs: false, onRawData: (data) => chunks.push(Buffer.from(data)) })
      } catch (error) {
        onCrash(error)
      }
      return readAnswer(Buffer.concat(chunks), { ...hides })
    },
  }
}

export async function runQuery(backend: Backend, sql: string): Promise<BackendAnswer> {
  return backend.run(query(sql))
}

/** The text columns of the rows in an answer to a simple query. */
export function readRows(answer: BackendAnswer): (string | null)[][] {
  const rows: (string | null)[][] = []
  forEachMessage(answer.messages, (type, message) => {
    if (type !== 'D') return
    const row: (string | null)[] = []
    let offset = 7
    for (let column = message.readInt16BE(5); column > 0; column--) {
      const length = message.readInt32BE(offset)
      offset += 4
      row.push(length < 0 ? null : message.toString('utf8', offset, offset + length))
      offset += Math.max(length, 0)
    }
    rows.push(row)
  })
  return rows
}

function readAnswer(bytes: Buffer, hides: Partial<Record<string, number>>): BackendAnswer {
  const answer: BackendAnswer = { messages: bytes, notifications: [], status: undefined, error: undefined }
  const kept: Buffer[] = []
  let keptFrom = 0
  forEachMessage(bytes, (type, message, start) => {
    if (type === 'Z') answer.status = String.fromCharCode(message[5]!) as TransactionStatus
    if (type === 'E') answer.error ??= message.toString('utf8', 5).split('\0').find((field) => field.startsWith('M'))?.slice(1)
    const isHidden = (hides[type] ?? 0) > 0
    if (isHidden) hides[type]! -= 1
    if (type === 'A') answer.notifications.push({ channel: readString(message, 9).text, message })
    if (isHidden || type === 'A') {
      kept.push(bytes.subarray(keptFrom, start))
      keptFrom = start + message.length
    }
  })
  if (keptFrom > 0) answer.messages = Buffer.concat([...kept, bytes.subarray(keptFrom)])
  return answer
}

function forEachMessage(bytes: Buffer, visit: (type: string, message: Buffer, start: number) => void): void {
  let start = 0
  while (start + 5 <= bytes.length) {
    const end = start + 1 + bytes.readInt32BE(start + 1)
    visit(String.fromCharCode(bytes[start]!), bytes.subarray(start, end), start)
    start = end
  }
}
