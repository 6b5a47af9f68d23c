/** The one file that a run's checkpoint is kept in: replaced as a whole, so that a crash leaves the old one or the new one. It knows nothing of its content. */
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { EngineError } from '../errors.ts'

const NAME = 'checkpoint.bin'

export async function readCheckpointFile(folder: string): Promise<{ bytes: Uint8Array; path: string } | null> {
  const path = join(folder, NAME)
  try {
    return { bytes: await readFile(path), path }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new EngineError(`${path} cannot be read: ${(cause as Error).message}.`, { cause })
  }
}

export async function writeCheckpointFile(folder: string, parts: readonly Uint8Array[]): Promise<void> {
  await mkdir(folder, { recursive: true })
  const beside = join(folder, `${NAME}.new`)
  const file = await open(beside, 'w')
  try {
    for (const part of parts) await file.writeFile(part)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(beside, join(folder, NAME))
  const directory = await open(folder, 'r')
  await directory.sync().catch(() => undefined).finally(() => directory.close()) // Windows cannot sync a directory
}

export async function removeCheckpointFile(folder: string): Promise<void> {
  await rm(join(folder, NAME), { force: true })
}
