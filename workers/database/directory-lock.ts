/**
 * One process per directory. The lock is a socket that the holder listens on, so the system takes it away with the process, even after kill -9,
 * and it is seen through bind mounts where a process number would mean nothing.
 */
import { createHash } from 'node:crypto'
import { chmodSync, closeSync, openSync, realpathSync, statSync, unlinkSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import type { Server } from 'node:net'
import { join, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '#lib/errors.ts'

/** Length of a socket's path on macOS; Linux allows four more. */
const MAX_SOCKET_PATH = 103
/** Whoever looks at the lock or replaces it does so behind a guard, a matter of milliseconds. A guard as old as this was left by a process that was killed behind it. */
const GUARD_EXPIRES_MS = 5000
/** Should a guard be broken although its owner was only slow, the later of two holders wins, and the earlier one finds out within this time. */
const SETTLE_MS = 60

export interface DirectoryLock {
  /** false once somebody deleted or replaced the lock */
  isHeld: () => boolean
  release: () => Promise<void>
}

export interface LockOptions {
  /** how long to wait for a holder that is about to end */
  patienceMs?: number
}

export async function lockDirectory(directory: string, name: string, { patienceMs = 0 }: LockOptions = {}): Promise<DirectoryLock> {
  const path = lockPath(directory, name)
  const deadline = Date.now() + patienceMs
  for (;;) {
    const found = await behindGuard(join(directory, `${name}.guard`), () => listenOrAsk(path))
    if (typeof found !== 'string') return settle(found, path, directory)
    if (Date.now() >= deadline) throw new AppError('conflict', `${directory} is in use by ${found}. Stop it, or set RANKWELL_DATA to another folder.`)
    await sleep(100)
  }
}

/** The lock, or who holds it. */
async function listenOrAsk(path: string): Promise<Server | string> {
  const server = await listen(path)
  if (server) return server
  const holder = await askHolder(path)
  if (holder !== undefined) return holder
  remove(path)
  return (await listen(path)) ?? 'a process that started at the same moment'
}

/** One process at a time: a socket that another has made but does not listen on yet looks as stale as one that was left behind. */
async function behindGuard<Result>(guard: string, work: () => Promise<Result>): Promise<Result> {
  while (!makeGuard(guard)) {
    const made = statSync(guard, { throwIfNoEntry: false })?.mtimeMs
    if (made !== undefined && Date.now() - made > GUARD_EXPIRES_MS) remove(guard)
    await sleep(10)
  }
  try {
    return await work()
  } finally {
    remove(guard)
  }
}

function makeGuard(guard: string): boolean {
  try {
    closeSync(openSync(guard, 'wx', 0o600))
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    throw new AppError('unavailable', `Cannot make a lock at ${guard} (${code}). Set RANKWELL_DATA to a folder on a local disk that you may write to.`, { cause: error })
  }
}

function lockPath(directory: string, name: string): string {
  const whole = join(realpathSync(directory), `${name}.lock`)
  if (process.platform === 'win32') return `\\\\.\\pipe\\rankwell-${createHash('sha256').update(whole).digest('hex')}`
  const [shortest = whole] = [whole, relative(process.cwd(), whole)].sort((one, other) => one.length - other.length)
  if (Buffer.byteLength(shortest) > MAX_SOCKET_PATH) {
    throw new AppError('invalid_input', `The path ${directory} is too long for a lock in it. Set RANKWELL_DATA to a folder with a path of at most ${MAX_SOCKET_PATH - name.length - 6} bytes.`)
  }
  return shortest
}

/** undefined when the path is taken, alive or stale */
function listen(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy())
      socket.end(String(process.pid))
    })
    server.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined)
      else reject(new AppError('unavailable', `Cannot make a lock at ${path} (${error.code}). Set RANKWELL_DATA to a folder on a local disk that you may write to.`, { cause: error }))
    })
    server.listen(path, () => resolve(server))
    server.unref()
  })
}

/** Who listens there; undefined when nobody does any more. */
function askHolder(path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path)
    let pid = ''
    socket.setTimeout(1000, () => {
      resolve('a process that is too busy to give its number')
      socket.destroy()
    })
    socket.on('data', (chunk) => (pid += chunk.toString()))
    socket.on('end', () => resolve(pid ? `process ${pid}` : 'a process that is ending'))
    socket.on('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'ECONNREFUSED' || code === 'ENOENT') resolve(undefined)
      else resolve(code === 'EACCES' || code === 'EPERM' ? 'a process of another user' : `a process that does not answer (${code})`)
    })
  })
}

function remove(path: string): void {
  try {
    unlinkSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

async function settle(server: Server, path: string, directory: string): Promise<DirectoryLock> {
  const identity = () => (process.platform === 'win32' ? 0 : statSync(path, { throwIfNoEntry: false })?.ino)
  const own = identity()
  if (process.platform !== 'win32') chmodSync(path, 0o600)
  await sleep(SETTLE_MS)
  const isHeld = () => server.listening && identity() === own
  if (!isHeld()) throw new AppError('conflict', `${directory} was taken by another process that started at the same moment. Start again if that one is gone.`)
  return { isHeld, release: () => new Promise((resolve) => server.close(() => resolve())) }
}
