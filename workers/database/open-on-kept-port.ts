/** The port of the embedded database: chosen by the system once and kept, so that an address somebody wrote down stays right. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Opens on the port of the last run; on another when that is taken by now. */
export async function openOnKeptPort<T extends { port: number }>(dataDirectory: string, open: (port: number) => Promise<T>): Promise<T> {
  const file = join(dataDirectory, 'database.port')
  const kept = existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : 0
  const opened = await open(kept >= 1024 && kept <= 65_535 ? kept : 0).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error
    return open(0)
  })
  if (opened.port !== kept) writeFileSync(file, `${opened.port}\n`, { mode: 0o600 })
  return opened
}
