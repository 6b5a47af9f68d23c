import { existsSync } from 'node:fs'
import { appendFile, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { EvaluationMetrics, StepMetrics } from '#lib/engine/stages/stage.ts'

/** The metrics.jsonl of a run: a row per step and per evaluation, with the names of transformers and TRL. It lies beside the output folder until that is whole. */
export interface MetricsFile {
  addStep(metrics: StepMetrics): Promise<void>
  addEvaluation(metrics: EvaluationMetrics): Promise<void>
  moveInto(folder: string): Promise<void>
}

type Row = Record<string, number | boolean | undefined> & { step: number }

export function createMetricsFile(path: string): MetricsFile {
  let isFirst = true
  async function add(row: Row): Promise<void> {
    if (isFirst) await dropStepsFrom(path, row.step)
    isFirst = false
    await appendFile(path, `${JSON.stringify(row)}\n`)
  }
  return {
    addStep: ({ secondsPerStep: step_time, totalSteps: max_steps, ...metrics }) => add({ ...metrics, step_time, max_steps }),
    addEvaluation: ({ totalSteps: max_steps, isBest: _told, ...metrics }) => add({ ...metrics, max_steps }),
    async moveInto(folder) {
      if (existsSync(path)) await rename(path, join(folder, 'metrics.jsonl'))
    },
  }
}

/** A run that goes on from a checkpoint repeats the steps after it; their earlier rows give way. */
async function dropStepsFrom(path: string, step: number): Promise<void> {
  if (!existsSync(path)) return
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '' && isBefore(line, step))
  await writeFile(path, lines.map((line) => `${line}\n`).join(''))
}

/** The last line may be half of one: the process was killed while it wrote. */
function isBefore(line: string, step: number): boolean {
  try {
    return (JSON.parse(line) as Row).step < step
  } catch {
    return false
  }
}
