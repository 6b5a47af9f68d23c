import type { CommandContext } from './command.ts'

/** Says on standard error how far a long loop is, at most once every two seconds and when it ends. */
const INTERVAL_MS = 2000

export function createProgress(context: CommandContext, what: string): (done: number, total: number) => void {
  const start = performance.now()
  let last = start
  return (done, total) => {
    const now = performance.now()
    if (done < total && now - last < INTERVAL_MS) return
    last = now
    const seconds = (now - start) / 1000
    const left = done > 0 && done < total ? `, about ${Math.ceil((seconds / done) * (total - done))} s left` : ''
    context.writeNote(`${what}: ${done} of ${total} encoded, ${seconds.toFixed(1)} s${left}`)
  }
}
