/** Runs one stage in a child process and reports its steps; the child is killed at once when the signal says so, for its checkpoints are always whole. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { StepMetrics } from '#lib/engine/stages/stage.ts'
import { AppError } from '#lib/errors.ts'
import { logger } from '#lib/logger.ts'
import type { StageMessage, StageOutcome, StageTask } from './stage-task.ts'

const CHILD = fileURLToPath(new URL('stage-child.ts', import.meta.url))

/** What people wait for goes first on a machine that also ranks. */
const NICENESS = 5

/** The child ended without a word: killed, most likely for memory. */
export class StageCrash extends Error {}

export function runStageProcess(task: StageTask, { signal, onStep }: { signal: AbortSignal; onStep?: (metrics: StepMetrics) => void }): Promise<StageOutcome> {
  signal.throwIfAborted()
  const started = performance.now()
  return new Promise((resolve, reject) => {
    const child = fork(CHILD, { execArgv: [], serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    if (child.pid !== undefined) try { setPriority(child.pid, NICENESS) } catch { /* a system that does not allow it trains at normal priority */ }
    let settle: () => void = () => undefined
    const kill = () => {
      settle = () => reject(signal.reason as Error)
      child.kill('SIGKILL')
    }
    signal.addEventListener('abort', kill, { once: true })
    child.on('message', (message: StageMessage) => {
      if (signal.aborted) return
      if (message.type === 'step') onStep?.(message.metrics)
      else if (message.type === 'done') {
        logger.info({ stage: task.kind, seconds: Math.round((performance.now() - started) / 1000), ...message.used }, 'stage done')
        settle = () => resolve(message.outcome)
      }
      else settle = () => reject(message.isExpected ? new AppError('invalid_input', message.message) : new Error(message.message))
    })
    child.on('error', reject)
    // Both: the last message may arrive after the exit.
    void Promise.all([once(child, 'exit'), once(child, 'disconnect')]).then(([[code, exitSignal]]) => {
      signal.removeEventListener('abort', kill)
      settle()
      reject(new StageCrash(`The ${task.kind} process ended with ${exitSignal ?? `code ${code}`}.`)) // without effect when it was settled
    }, reject)
    child.send(task)
  })
}
