/** The peer: a Python process with torch and sentence-transformers that does one command at a time, so that both sides take turns on the same inputs. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface Peer {
  /** Sends a command and waits for its answer; the process measures its own seconds. */
  ask<Answer extends object>(command: string, payload?: object): Promise<Answer>
  close(): void
}

const PEER_PROGRAM = fileURLToPath(new URL('peer.py', import.meta.url))

export function startPeer(python: string, modelFolder: string, threads: number): Peer {
  const child = spawn(python, [PEER_PROGRAM, modelFolder, String(threads)], { stdio: ['pipe', 'pipe', 'inherit'], env: quietEnvironment(threads) })
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  child.on('error', (cause) => { throw new Error(`The peer ${python} cannot be started: ${cause.message}.`, { cause }) })
  return {
    async ask<Answer extends object>(command: string, payload: object = {}) {
      child.stdin.write(`${JSON.stringify({ command, ...payload })}\n`)
      const line = await answers.next()
      if (line.done === true) throw new Error(`The peer ended while it did "${command}".`)
      const answer = JSON.parse(line.value) as Answer & { error?: string }
      if (answer.error !== undefined) throw new Error(`The peer failed at "${command}": ${answer.error}`)
      return answer
    },
    close() {
      child.stdin.end()
    },
  }
}

/** No progress bars, no downloads, and as many threads as ours. */
function quietEnvironment(threads: number): NodeJS.ProcessEnv {
  return { NODE_ENV: 'production', PATH: '/usr/bin:/bin', OMP_NUM_THREADS: String(threads), MKL_NUM_THREADS: String(threads), HF_HUB_OFFLINE: '1', TRANSFORMERS_VERBOSITY: 'error', TOKENIZERS_PARALLELISM: 'false', HF_HUB_DISABLE_PROGRESS_BARS: '1' }
}
