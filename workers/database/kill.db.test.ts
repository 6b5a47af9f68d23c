import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEmbeddedDatabase } from '#lib/db/testing/start-embedded-database.ts'
import type { EmbeddedDatabase } from '#lib/db/testing/start-embedded-database.ts'

const CLIENT = fileURLToPath(new URL('./testing/writing-client.ts', import.meta.url))
const ROUNDS = 20
const WRITERS = '3'
const dataDirectory = mkdtempSync(join(tmpdir(), 'rankwell-kill-'))
const acknowledged = new Set<number>()
let database: EmbeddedDatabase
let client: ChildProcess

// The embedded server is the subject here: a run on a native one has nothing to add.
describe.skipIf(process.env.RANKWELL_TEST_DATABASE_URL)('kill -9 of the database', () => {
  beforeAll(async () => {
    database = await startEmbeddedDatabase({ dataDirectory, isDurable: true })
    const sql = postgres(database.url, { max: 1, onnotice: () => undefined })
    await sql`create extension if not exists vector`
    await sql`create table written (id int primary key, filling text, updates int not null default 0)`
    await sql`create table vectors (id int primary key, embedding vector(16))`
    await sql`create index on vectors using hnsw (embedding vector_cosine_ops)`
    await sql`create table accounts (id int primary key, balance int)`
    await sql`insert into accounts select g, 100 from generate_series(0, 9) g`
    await sql.end()
  })
  afterAll(async () => {
    client.kill('SIGKILL')
    await database.kill('SIGTERM')
    rmSync(dataDirectory, { recursive: true, force: true })
  })

  test(`${ROUNDS} times kill -9 during writes: no acknowledged row is lost, no invariant broken, and the client goes on by itself`, async () => {
    client = fork(CLIENT, [database.url, '1', WRITERS], { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    client.on('message', (report: { acknowledged?: number }) => report.acknowledged !== undefined && acknowledged.add(report.acknowledged))
    const openings: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      await nextAcknowledgement()
      await sleep(100 + Math.random() * 400)
      await database.kill('SIGKILL')
      const started = performance.now()
      database = await startEmbeddedDatabase({ dataDirectory, isDurable: true })
      openings.push(performance.now() - started)
      await checkEverything()
    }
    console.log(`${ROUNDS} kills, ${acknowledged.size} rows acknowledged, 0 lost, reopened in ${Math.round(Math.min(...openings))}-${Math.round(Math.max(...openings))} ms`)
    expect(client.exitCode).toBeNull()
  }, 240_000)
})

function nextAcknowledgement(): Promise<void> {
  return new Promise((resolve, reject) => {
    client.once('exit', (code) => reject(new Error(`the client ended with ${code}`)))
    client.on('message', function waiting(report: { acknowledged?: number }) {
      if (report.acknowledged === undefined) return
      client.off('message', waiting)
      client.removeAllListeners('exit')
      resolve()
    })
  })
}

async function checkEverything(): Promise<void> {
  const promised = [...acknowledged]
  const sql = postgres(database.url, { max: 1 })
  const state = await sql.begin('isolation level repeatable read', async (tx) => ({
    written: new Set((await tx<{ id: number }[]>`select id from written`).map((row) => row.id)),
    sums: (await tx`
      select (select sum(balance)::int from accounts) as balance, (select count(*)::int from vectors) as vectors,
        (select count(*)::int from written w where not exists (select from vectors v where v.id = w.id)) as without_vector`)[0],
  }))
  await sql.end()
  expect(promised.filter((id) => !state.written.has(id))).toEqual([])
  expect(state.sums).toEqual({ balance: 1000, vectors: state.written.size, without_vector: 0 })
}
