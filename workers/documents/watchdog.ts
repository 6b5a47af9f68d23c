/** A thread that ends its process when it grows too large, runs too long or outlives who started it. The main thread may be too busy to notice. */
import { writeSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'

const { memoryMegabytes, timeMs, parentId } = workerData as { memoryMegabytes: number; timeMs: number; parentId: number }
const startedAt = performance.now()
const CHECK_MS = 50

check()
setInterval(check, CHECK_MS)
parentPort?.postMessage('watching')

function check(): void {
  if (process.memoryUsage.rss() > memoryMegabytes * 1024 * 1024) end('memory')
  if (performance.now() - startedAt > timeMs) end('time')
  if (process.ppid !== parentId) end('orphan')
}

function end(why: string): void {
  writeSync(2, `rankwell: ${why}\n`)
  process.kill(process.pid, 'SIGKILL')
}
