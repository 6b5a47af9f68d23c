import { execFile, fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { int32, message, query } from './protocol.ts'
import { bind, execute, flush, openRawClient, parse, startup, sync } from './testing/raw-client.ts'

const SERVER = fileURLToPath(new URL('./testing/serve-multiplexer.ts', import.meta.url))
const PASSWORD = 'a password for tests'
const IDLE_MS = 400
const HANDSHAKE_MS = 400
const MAX_CONNECTIONS = 20

/** node-postgres comes with the queue, without types. */
const { Client: NodePostgresClient } = createRequire(import.meta.url)('pg') as {
  Client: new (options: object) => {
    connect: () => Promise<void>
    query: (options: { name?: string; text: string; values?: unknown[] }) => Promise<{ rows: Record<string, unknown>[] }>
    end: () => Promise<void>
  }
}

// The embedded server is the subject here: a run on a native one has nothing to add.
describe.skipIf(process.env.RANKWELL_TEST_DATABASE_URL)('the multiplexer', () => {
  let directory: string
  let server: ChildProcess
  let port: number
  let url: string
  const opened: postgres.Sql[] = []

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'rankwell-multiplexer-'))
    const options = { password: PASSWORD, maxConnections: MAX_CONNECTIONS, handshakeMs: HANDSHAKE_MS, idleInTransactionMs: IDLE_MS }
    server = fork(SERVER, [join(directory, 'database'), JSON.stringify(options)], { execArgv: [] })
    port = await new Promise((resolve, reject) => {
      server.once('message', (message: { port: number }) => resolve(message.port))
      server.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
    })
    url = `postgres://postgres:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/postgres`
  })
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((sql) => sql.end({ timeout: 1 })))
    expect(server.exitCode).toBeNull()
  })
  afterAll(() => {
    server.kill('SIGKILL')
    rmSync(directory, { recursive: true, force: true })
  })

  function client(max = 1): postgres.Sql {
    const sql = postgres(url, { max, onnotice: () => undefined })
    opened.push(sql)
    return sql
  }

  async function expectServing(): Promise<void> {
    expect((await client()`select 1 as one`)[0]!.one).toBe(1)
  }

  test('a wrong password, an unknown database and a stranger to the protocol are refused', async () => {
    await expect(postgres(url.replace('password', 'pass'), { max: 1 })`select 1`).rejects.toMatchObject({ code: '28P01' })
    await expect(postgres(url.replace('/postgres', '/other').replace(/\/postgres$/, '/other'), { max: 1 })`select 1`).rejects.toMatchObject({ code: '3D000' })
    const socket = connect(port, '127.0.0.1')
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
    const answer = await readAll(socket)
    expect(answer).toContain('08P01')
    await expectServing()
  })

  test('psql connects, also when it asks for encryption first', async (context) => {
    const output = await new Promise<string | undefined>((resolve) => {
      execFile('psql', [url, '-Atc', 'select 40 + 2'], { env: { ...process.env, PGSSLMODE: 'prefer' } }, (error, stdout) => resolve(error && 'code' in error && error.code === 'ENOENT' ? undefined : stdout))
    })
    if (output === undefined) context.skip('psql is not installed here')
    expect(output!.trim()).toBe('42')
  })

  test('two node-postgres clients may use the same statement name for different statements', async () => {
    const clients = [new NodePostgresClient({ connectionString: url }), new NodePostgresClient({ connectionString: url })]
    await Promise.all(clients.map((each) => each.connect()))
    const ask = (index: number) => clients[index]!.query({ name: 'same', text: `select $1::int + ${index} as sum`, values: [10] })
    for (let round = 0; round < 3; round++) {
      expect((await Promise.all([ask(0), ask(1)])).map((answer) => answer.rows[0]!.sum)).toEqual([10, 11])
    }
    await Promise.all(clients.map((each) => each.end()))
  })

  test('an unnamed statement prepared before another client used the backend is still one’s own', async () => {
    const [mine, theirs] = await Promise.all([openRawClient(port, PASSWORD), openRawClient(port, PASSWORD)])
    expect((await mine.ask(parse('', "select 'mine'"), sync)).types).toBe('1Z')
    expect((await theirs.ask(parse('', "select 'theirs'"), sync)).types).toBe('1Z')
    const answer = await mine.ask(bind(''), execute, sync)
    expect(answer.types).toBe('2DCZ')
    expect(answer.text).toContain('mine')
    const third = await openRawClient(port, PASSWORD)
    expect((await third.ask(bind(''), execute, sync)).types).toBe('EZ')
    for (const each of [mine, theirs, third]) each.close()
  })

  test('what is uncommitted is invisible to others, and is rolled back when its client disappears', async () => {
    const sql = client()
    await sql`create table if not exists isolation (id int)`
    const lost = await openRawClient(port, PASSWORD)
    await lost.ask(query('begin; insert into isolation values (1)'))
    const seen = sql`select * from isolation`
    await sleep(50)
    lost.socket.destroy()
    expect(await seen).toHaveLength(0)
  })

  test('a client that disappears between Flush and Sync leaves the backend usable', async () => {
    const lost = await openRawClient(port, PASSWORD)
    lost.socket.write(Buffer.concat([parse('', 'select 1'), bind(''), flush]))
    await sleep(50)
    lost.socket.destroy()
    await expectServing()
  })

  test('an error in one client is not an error of another', async () => {
    const [first, second] = [client(), client()]
    const results = await Promise.allSettled([first`select 1 / 0`, second`select 2 as n`, first`select nothing`, second`select 3 as n`])
    expect(results.map((result) => (result.status === 'fulfilled' ? result.value[0]!.n : result.reason.code))).toEqual(['22012', 2, '42703', 3])
  })

  test('an idle transaction is ended when others wait, and left alone when nobody does', async () => {
    const idle = await openRawClient(port, PASSWORD)
    await idle.ask(query('begin'))
    await sleep(2 * IDLE_MS)
    expect((await idle.ask(query('select 1'))).types).toContain('C')
    const started = performance.now()
    await expectServing()
    expect(performance.now() - started).toBeGreaterThan(IDLE_MS / 2)
    expect(idle.socket.destroyed || idle.socket.readableEnded).toBe(true)
  })

  test('LISTEN and NOTIFY reach exactly those who listen, also after somebody else stopped listening', async () => {
    const [listener, other, notifier] = [client(2), client(2), client()]
    const heard: string[] = []
    const heardByOther: string[] = []
    await listener.listen('News', (text) => void heard.push(text))
    const { unlisten } = await other.listen('News', (text) => void heardByOther.push(text))
    await notifier.notify('News', 'one')
    await sleep(100)
    await unlisten()
    await notifier`select pg_notify('News', 'two')`
    await sleep(100)
    expect({ heard, heardByOther }).toEqual({ heard: ['one', 'two'], heardByOther: ['one'] })
  })

  test('SET of one connection neither reaches another nor is lost', async () => {
    const [first, second] = [client(), client()]
    await first`set search_path = nowhere`
    expect((await second`show search_path`)[0]!.search_path).toBe('public')
    expect((await first`show search_path`)[0]!.search_path).toBe('nowhere')
    await second`select set_config('application_name', 'second', false)`
    expect((await first`show application_name`)[0]!.application_name).toBe('')
  })

  test('COPY reads and writes rows, and a failed one harms nobody', async () => {
    const sql = client()
    await sql`create table if not exists copied (id int, name text)`
    const rows = Array.from({ length: 1000 }, (_, index) => `${index}\tname ${index}\n`)
    await pipeline(Readable.from(rows), await sql`copy copied from stdin`.writable())
    expect((await client()`select count(*)::int as n, sum(id)::int as sum from copied`)[0]).toEqual({ n: 1000, sum: 499_500 })
    let read = ''
    for await (const chunk of await sql`copy (select * from copied order by id limit 2) to stdout`.readable()) read += String(chunk)
    expect(read).toBe('0\tname 0\n1\tname 1\n')

    const raw = await openRawClient(port, PASSWORD)
    const copyData = message('d', Buffer.from('no number\tx\n'))
    const bad = await raw.ask(query('copy copied from stdin'), copyData, message('c'))
    expect(bad.types).toBe('GEZ')
    const cancelled = await raw.ask(query('copy copied from stdin'), message('d', Buffer.from('7\tx\n')), message('f', 'changed my mind'))
    expect(cancelled.types).toBe('GEZ')
    const several = await raw.ask(query('copy copied from stdin; copy copied from stdin'))
    expect(several.text).toContain('one COPY FROM STDIN in a query')
    const extended = await raw.ask(parse('', 'copy copied from stdin'), bind(''), execute, sync)
    expect(extended.text).toContain('simple query protocol only')
    raw.close()
    expect((await sql`select count(*)::int as n from copied`)[0]!.n).toBe(1000)
  })

  test('what would drop the statements of others is refused', async () => {
    const sql = client()
    await expect(sql.unsafe('discard all')).rejects.toMatchObject({ code: '0A000' })
    await expect(sql.unsafe('deallocate all')).rejects.toMatchObject({ code: '0A000' })
  })

  test('work that waits can be cancelled; the connection goes on', async () => {
    const [busy, waiting] = [client(), client()]
    await waiting`select 1`
    const blocking = busy.begin(async (tx) => {
      await tx`select 1`
      await sleep(200)
    })
    await sleep(50)
    const queued = waiting`select 2 as n`
    const outcome = queued.then(() => 'answered', (error: { code: string }) => error.code)
    await sleep(20)
    queued.cancel()
    expect(await outcome).toBe('57014')
    await blocking
    expect((await waiting`select 3 as n`)[0]!.n).toBe(3)
  })

  test('who connects and says nothing is let go', async () => {
    const socket = connect(port, '127.0.0.1')
    const started = performance.now()
    await readAll(socket)
    expect(performance.now() - started).toBeLessThan(HANDSHAKE_MS + 2000)
  })

  test('one connection too many is told so', async () => {
    const crowd = await Promise.all(Array.from({ length: MAX_CONNECTIONS }, () => openRawClient(port, PASSWORD)))
    await expect(postgres(url, { max: 1 })`select 1`).rejects.toMatchObject({ code: '53300' })
    for (const each of crowd) each.close()
    await sleep(50)
    await expectServing()
  })

  test('random bytes, before and after the password, never stop the server', async () => {
    const random = randomBytesFrom(7)
    const attempts = Array.from({ length: 60 }, async (_, index) => {
      const isLoggedIn = index % 2 === 1
      const bytes = random(20 + index * 7)
      if (index % 3 === 0) bytes.writeInt32BE(8 + (index % 200), index % 2)
      const known = isLoggedIn ? await openRawClient(port, PASSWORD).catch(() => undefined) : undefined
      const socket = known?.socket ?? connect(port, '127.0.0.1').on('error', () => undefined)
      // half of them look like messages: a known type and a right length around nonsense
      socket.write(index % 4 === 1 ? message('QPBDCESHFdcf'[index % 12]!, bytes) : bytes)
      if (isLoggedIn) socket.write(Buffer.concat([sync, message('E', int32(index)), sync]))
      await sleep(30 + (index % 50))
      socket.destroy()
    })
    for (let start = 0; start < attempts.length; start += 1) await attempts[start]
    socketsOfHalfStartup(port)
    await sleep(50)
    await expectServing()
  })
})

function readAll(socket: ReturnType<typeof connect>): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    socket.on('data', (chunk) => (text += chunk.toString('latin1')))
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(text))
  })
}

function socketsOfHalfStartup(port: number): void {
  const packet = startup()
  for (let length = 1; length < packet.length; length += 5) {
    connect(port, '127.0.0.1').on('error', () => undefined).end(packet.subarray(0, length))
  }
}

/** mulberry32, so that a failing run can be repeated */
function randomBytesFrom(seed: number): (length: number) => Buffer {
  let state = seed
  return (length) =>
    Buffer.from(
      Array.from({ length }, () => {
        state = (state + 0x6d2b79f5) | 0
        let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
        return (mixed ^ (mixed >>> 14)) & 0xff
      }),
    )
}
