/** A client that sends exactly the bytes a test says, for what well-behaved drivers never do. */
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { int32, message } from '../protocol.ts'

export interface RawClient {
  socket: Socket
  /** Sends and gives the answer up to and including the next ReadyForQuery: types of the messages, and their texts. */
  ask: (...messages: Buffer[]) => Promise<{ types: string; text: string }>
  close: () => void
}

export const startup = (user = 'postgres', database = 'postgres') => {
  const body = Buffer.concat([int32(3 << 16), Buffer.from(`user\0${user}\0database\0${database}\0\0`)])
  return Buffer.concat([int32(body.length + 4), body])
}

export const parse = (name: string, sql: string) => message('P', name, sql, Buffer.alloc(2))
export const bind = (statement: string) => message('B', '', statement, Buffer.alloc(6))
export const execute = message('E', '', int32(0))
export const sync = message('S')
export const flush = message('H')

export async function openRawClient(port: number, password: string): Promise<RawClient> {
  const socket = connect(port, '127.0.0.1')
  let received = Buffer.alloc(0)
  socket.on('data', (chunk: Buffer) => (received = Buffer.concat([received, chunk])))
  socket.on('error', () => socket.destroy())
  const ask = async (...messages: Buffer[]) => {
    socket.write(Buffer.concat(messages))
    for (;;) {
      const types = typesOf(received)
      if (types.includes('Z') || socket.readableEnded || socket.destroyed) {
        const text = received.toString('latin1')
        received = Buffer.alloc(0)
        return { types, text }
      }
      await Promise.race([once(socket, 'data'), once(socket, 'close')])
    }
  }
  await once(socket, 'connect')
  await ask(startup(), message('p', password))
  return { socket, ask, close: () => socket.destroy() }
}

function typesOf(bytes: Buffer): string {
  let types = ''
  for (let at = 0; at + 5 <= bytes.length; at += 1 + bytes.readInt32BE(at + 1)) types += String.fromCharCode(bytes[at]!)
  return types
}
