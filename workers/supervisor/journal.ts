/** What the processes write: everything to a file in the data directory, warnings and worse to the console, each with its process's name. */
import { createWriteStream, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

const MAX_BYTES = 10 * 1024 * 1024
/** pino's number for a warning */
const WARNING = 40

export interface Journal {
  follow: (name: string, output: { stdout: Readable | null; stderr: Readable | null }) => void
  write: (name: string, line: string) => void
}

export function openJournal(dataDirectory: string): Journal {
  const path = join(dataDirectory, 'rankwell.log')
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > MAX_BYTES) renameSync(path, `${path}.1`)
  const file = createWriteStream(path, { flags: 'a', mode: 0o600 })
  // a full disk must not end the supervisor; the processes say it themselves
  file.on('error', () => undefined)
  const write = (name: string, line: string) => file.write(`${new Date().toISOString()} ${name} ${line}\n`)
  return {
    write,
    follow(name, { stdout, stderr }) {
      if (stdout) createInterface({ input: stdout }).on('line', (line) => write(name, line))
      if (!stderr) return
      createInterface({ input: stderr }).on('line', (line) => {
        write(name, line)
        const shown = presentLine(line)
        if (shown) process.stderr.write(`[${name}] ${shown}\n`)
      })
    },
  }
}

/** A line of the structured log becomes readable, or nothing when it is no warning; any other line stays. */
export function presentLine(line: string): string | undefined {
  if (!line.startsWith('{')) return line.trim() === '' ? undefined : line
  let entry: unknown
  try {
    entry = JSON.parse(line)
  } catch {
    return line
  }
  const { level, time: _time, msg, ...rest } = entry as { level?: number; time?: number; msg?: string }
  if (level === undefined) return line
  if (level < WARNING) return undefined
  const details = Object.keys(rest).length > 0 ? ` ${JSON.stringify(rest)}` : ''
  return `${msg ?? ''}${details}`.trim()
}
