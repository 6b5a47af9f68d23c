/** What the processes write: everything to a file in the data directory, warnings and worse to the console, each with its process's name. */
import { createWriteStream, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

const MAX_BYTES = 10 * 1024 * 1024
/** A lost database is reported by every retry of every process: the console shows one line of a kind in this time, the file all. */
const QUIET_MS = 10_000
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
  const isRepetition = createRepetitionFilter()
  const write = (name: string, line: string) => file.write(`${new Date().toISOString()} ${name} ${line}\n`)
  return {
    write,
    follow(name, { stdout, stderr }) {
      if (stdout) createInterface({ input: stdout }).on('line', (line) => write(name, line))
      if (!stderr) return
      createInterface({ input: stderr }).on('line', (line) => {
        write(name, line)
        const shown = presentLine(line)
        if (shown && !isRepetition(`${name} ${shown}`)) process.stderr.write(`[${name}] ${shown}\n`)
      })
    },
  }
}

/** Lines are of a kind when they differ in numbers and ids only. */
function createRepetitionFilter(): (line: string) => boolean {
  const shownAt = new Map<string, number>()
  return (line) => {
    const kind = line.replace(/\([^)]*\)|[\da-f-]{6,}|\d+/g, '')
    const isRecent = Date.now() - (shownAt.get(kind) ?? 0) < QUIET_MS
    if (!isRecent) shownAt.set(kind, Date.now())
    if (shownAt.size > 1000) shownAt.clear()
    return isRecent
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
