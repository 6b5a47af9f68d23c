/** What the background processes of a full Postgres do: statistics, vacuum and checkpoints. The embedded one has no such processes. */
import { readRows } from './backend.ts'
import type { Multiplexer } from './multiplexer.ts'

/** Shares and bases as autovacuum's defaults: 10 % changed for statistics, 20 % dead for a vacuum, 50 rows in any case. */
const DUE_TABLES = `
  select format('%I.%I', s.schemaname, s.relname), s.n_dead_tup > 50 + 0.2 * greatest(c.reltuples, 0)
  from pg_stat_user_tables s join pg_class c on c.oid = s.relid
  where s.n_mod_since_analyze > 50 + 0.1 * greatest(c.reltuples, 0) or s.n_dead_tup > 50 + 0.2 * greatest(c.reltuples, 0)`
/** Without checkpoints the write-ahead log grows for ever and a restart after a crash takes as long as replaying it. */
const CHECKPOINT_BYTES = 64 * 1024 * 1024

/** One round. Gives way to clients: each step is taken only while nobody else waits; what is left is for the next round. */
export async function maintain(multiplexer: Multiplexer, lastCheckpoint: string): Promise<{ tables: string[]; lastCheckpoint: string }> {
  const tables: string[] = []
  for (const [table, isVacuumDue] of readRows(await multiplexer.runWhenFree(DUE_TABLES))) {
    if (multiplexer.isBusy()) break
    await multiplexer.runWhenFree(`${isVacuumDue === 't' ? 'vacuum (analyze)' : 'analyze'} ${table}`)
    tables.push(table!)
  }
  const [[position, grown] = []] = readRows(await multiplexer.runWhenFree(`select pg_current_wal_lsn(), pg_wal_lsn_diff(pg_current_wal_lsn(), '${lastCheckpoint}')`))
  if (Number(grown) < CHECKPOINT_BYTES || multiplexer.isBusy()) return { tables, lastCheckpoint }
  await multiplexer.runWhenFree('checkpoint')
  return { tables, lastCheckpoint: position ?? lastCheckpoint }
}

export function startMaintenance(multiplexer: Multiplexer, { everyMs = 30_000 } = {}): { stop: () => void } {
  let lastCheckpoint = '0/0'
  let isWorking = false
  const timer = setInterval(async () => {
    if (isWorking || multiplexer.isBusy()) return
    isWorking = true
    const done = await maintain(multiplexer, lastCheckpoint)
    lastCheckpoint = done.lastCheckpoint
    isWorking = false
  }, everyMs).unref()
  return { stop: () => clearInterval(timer) }
}
