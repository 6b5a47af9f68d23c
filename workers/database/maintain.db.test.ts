import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBackend, readRows } from './backend.ts'
import { maintain } from './maintain.ts'
import { openMultiplexer } from './multiplexer.ts'
import type { Multiplexer } from './multiplexer.ts'
import { openPostgres } from './open-postgres.ts'

describe.skipIf(process.env.RANKWELL_TEST_DATABASE_URL)('maintenance', () => {
  const directory = mkdtempSync(join(tmpdir(), 'rankwell-maintenance-'))
  let postgres: PGlite
  let server: Multiplexer

  beforeAll(async () => {
    postgres = await openPostgres(join(directory, 'database'), { isDurable: false })
    const backend = openBackend(postgres, (error) => {
      throw new Error('the backend crashed', { cause: error })
    })
    server = await openMultiplexer({ backend, password: 'unused', port: 0 })
  })
  afterAll(async () => {
    await server.close()
    await postgres.close()
    rmSync(directory, { recursive: true, force: true })
  })

  test('a table that changed gets statistics once, and a long log a checkpoint', async () => {
    await server.runWhenFree("create table filled as select g as id, repeat('x', 500) as filling from generate_series(1, 100000) g")
    // Postgres counts changes at most once a second
    await sleep(1100)
    await server.runWhenFree('select 1')
    const before = readRows(await server.runWhenFree('select redo_lsn from pg_control_checkpoint()'))
    const first = await maintain(server, '0/0')
    expect(first.tables).toContain('public.filled')
    expect(readRows(await server.runWhenFree("select reltuples from pg_class where relname = 'filled'"))).toEqual([['100000']])
    expect(readRows(await server.runWhenFree('select redo_lsn from pg_control_checkpoint()'))).not.toEqual(before)

    await sleep(1100)
    await server.runWhenFree('select 1')
    const second = await maintain(server, first.lastCheckpoint)
    expect(second.tables).not.toContain('public.filled')
    expect(second.lastCheckpoint).toBe(first.lastCheckpoint)
  })
})
