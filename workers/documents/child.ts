/** The process that reads one untrusted file: bytes come on standard input, one JSON answer goes to standard output. Started only by lib/documents/extract-text.ts. */
import { once } from 'node:events'
import { buffer } from 'node:stream/consumers'
import { Worker } from 'node:worker_threads'
import { UnreadableFile } from './unreadable-file.ts'
import { readFileText } from './read-file-text.ts'

const [memoryMegabytes, timeMs] = process.argv.slice(2).map(Number)
const watchdog = new Worker(new URL('./watchdog.ts', import.meta.url), { workerData: { memoryMegabytes, timeMs, parentId: process.ppid }, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: 32 } })
// No byte is read unwatched.
await once(watchdog, 'message')
watchdog.unref()

const answer = await readFileText(await buffer(process.stdin)).then(
  (text) => ({ text }),
  (error: unknown) => {
    if (error instanceof UnreadableFile) return { reason: error.message }
    throw error
  },
)
process.stdout.write(JSON.stringify(answer), () => process.exit(0))
