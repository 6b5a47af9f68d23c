/** Opens the Postgres of a data directory, and makes it at first run. Knows nothing of clients or locks: the caller holds the directory. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { DurableFileSystem, syncParent, syncTree } from './durable-file-system.ts'

export interface OpenPostgresOptions {
  /** false for tests, whose data nobody keeps */
  isDurable?: boolean
}

export async function openPostgres(directory: string, { isDurable = true }: OpenPostgresOptions = {}): Promise<PGlite> {
  if (!existsSync(directory)) await createDatabaseDirectory(directory, isDurable)
  else if (isDurable && !wasShutDown(directory)) syncTree(directory)
  return start(directory, isDurable)
}

/** Made beside its place and renamed into it, so that an interrupted first run leaves nothing half made. */
async function createDatabaseDirectory(directory: string, isDurable: boolean): Promise<void> {
  const unfinished = `${directory}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { recursive: true, mode: 0o700 })
  const postgres = await start(unfinished, isDurable)
  await postgres.exec('checkpoint')
  await postgres.close()
  if (isDurable) syncTree(unfinished)
  renameSync(unfinished, directory)
  if (isDurable) syncParent(directory)
}

/** Byte 16 of the control file is the state of the cluster, 1 after a clean shutdown. When it crashed, what it wrote may not be on disk. */
function wasShutDown(directory: string): boolean {
  const control = join(directory, 'global', 'pg_control')
  return existsSync(control) && readFileSync(control).readUInt32LE(16) === 1
}

async function start(directory: string, isDurable: boolean): Promise<PGlite> {
  const files = new DurableFileSystem(directory)
  const parameters = isDurable
    ? // fdatasync, the usual method, does nothing under Emscripten
      [...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'), '-c', 'wal_sync_method=fsync']
    : PGlite.defaultStartParams
  const postgres = await PGlite.create({
    fs: files,
    extensions: { vector },
    startParams: [...parameters, '-c', 'shared_buffers=32MB', '-c', 'maintenance_work_mem=64MB'],
  })
  files.isOpened = true
  return postgres
}
