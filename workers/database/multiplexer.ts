/** A Postgres server for many clients over one backend: accepts connections on loopback and lets the scheduler order their work. */
import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { readRows, runQuery } from './backend.ts'
import type { Backend, BackendAnswer } from './backend.ts'
import { ClientConnection } from './client-connection.ts'
import { errorResponse, message } from './protocol.ts'
import { Scheduler } from './scheduler.ts'

export interface MultiplexerOptions {
  backend: Backend
  password: string
  /** 0: the system chooses */
  port: number
  database?: string
  maxConnections?: number
  /** how long a client may take from connecting to a right password */
  handshakeMs?: number
  idleInTransactionMs?: number
}

export interface Multiplexer {
  port: number
  runWhenFree: (sql: string) => Promise<BackendAnswer>
  isBusy: () => boolean
  close: () => Promise<void>
}

/** Settings that Postgres reports to every client at its start. */
const REPORTED = ['server_version', 'server_encoding', 'client_encoding', 'DateStyle', 'IntervalStyle', 'TimeZone', 'integer_datetimes', 'standard_conforming_strings', 'is_superuser']

export async function openMultiplexer(options: MultiplexerOptions): Promise<Multiplexer> {
  const { backend, password, port, database = 'postgres', maxConnections = 200, handshakeMs = 10_000, idleInTransactionMs = 15_000 } = options
  const scheduler = new Scheduler(backend, { idleInTransactionMs })
  const parameters = await readParameters(backend)
  const connections = new Map<number, ClientConnection>()
  const sockets = new Set<Socket>()
  let lastId = 0

  const server = createServer((socket) => {
    socket.setNoDelay(true)
    socket.on('error', () => socket.destroy())
    if (connections.size >= maxConnections) {
      socket.end(errorResponse('FATAL', '53300', `sorry, too many clients already: the embedded database serves ${maxConnections}`))
      return
    }
    const connection = new ClientConnection(++lastId, socket, {
      scheduler, password, database, parameters,
      secret: randomInt(2 ** 31),
      onCancelRequest(id, secret) {
        const target = connections.get(id)
        if (target?.secret === secret) scheduler.cancel(target)
      },
    })
    connections.set(connection.id, connection)
    sockets.add(socket)
    const handshake = setTimeout(() => connection.isReady || socket.destroy(), handshakeMs)
    socket.on('data', (chunk) => connection.receive(chunk))
    socket.on('close', () => {
      clearTimeout(handshake)
      connections.delete(connection.id)
      sockets.delete(socket)
      scheduler.leave(connection)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    runWhenFree: (sql) => scheduler.runWhenFree(sql),
    isBusy: () => scheduler.isBusy,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
      // what the connections left open is rolled back before this is
      await scheduler.runWhenFree('select 1')
    },
  }
}

async function readParameters(backend: Backend): Promise<Buffer> {
  const answer = await runQuery(backend, REPORTED.map((name) => `select '${name}', current_setting('${name}')`).join(' union all '))
  return Buffer.concat(readRows(answer).map(([name, value]) => message('S', name ?? '', value ?? '')))
}
