/**
 * One stage of a training run, in a process of its own: the engine computes for seconds without a pause, which would keep the worker
 * from its heartbeat, and its gigabytes go back to the system when it ends. It knows files, no database, and dies with its parent.
 */
import { EngineError } from '#lib/engine/errors.ts'
import { readContrastiveRows } from '#lib/engine/rows/contrastive-rows.ts'
import { readPreferenceRows } from '#lib/engine/rows/preference-rows.ts'
import { trainContrastive } from '#lib/engine/stages/contrastive.ts'
import { trainRankpo } from '#lib/engine/stages/rankpo.ts'
import { NotEnoughMemory } from '#lib/engine/stages/require-memory.ts'
import type { StepMetrics } from '#lib/engine/stages/stage.ts'
import { evaluateModel } from './evaluate-model.ts'
import { readHeldOut } from './run-folder.ts'
import type { StageMessage, StageOutcome, StageTask } from './stage-task.ts'

function send(message: StageMessage): Promise<void> {
  return new Promise((resolve) => process.send?.(message, () => resolve()))
}

async function perform(task: StageTask): Promise<StageOutcome> {
  if (task.kind === 'evaluate') return { droppedRows: 0, metrics: await evaluateModel(task.modelFolder, await readHeldOut(task.heldOutFile), task) }
  const { rowsFile, ...options } = task
  const onStep = (metrics: StepMetrics) => send({ type: 'step', metrics })
  const { droppedRows } =
    options.kind === 'contrastive'
      ? await trainContrastive({ ...options, onStep, rows: await readContrastiveRows(rowsFile) })
      : await trainRankpo({ ...options, onStep, rows: await readPreferenceRows(rowsFile), reference: { kind: 'model', folder: options.modelFolder } })
  return { droppedRows, metrics: null }
}

/** Who reads the reason of a run on a page has no command line: the advice is another one. */
function messageOf(error: unknown): string {
  return error instanceof NotEnoughMemory ? `${error.shortage} Free memory on this machine, then press Retrain again.` : (error as Error).message
}

process.on('disconnect', () => process.exit(1))
process.once('message', async (task: StageTask) => {
  try {
    const outcome = await perform(task)
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
    await send({ type: 'done', outcome, used: { cpuSeconds: Math.round((userCPUTime + systemCPUTime) / 1e6), peakMemoryMiB: Math.round(maxRSS / 1024) } })
  } catch (error) {
    await send({ type: 'failed', message: messageOf(error), isExpected: error instanceof EngineError })
  }
  process.disconnect()
})
