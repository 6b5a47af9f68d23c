/** Writes a stage's steps to the database as they come: at most twice a second, in order, one write at a time. */
import type { StepMetrics } from '#lib/engine/stages/stage.ts'

export interface StageProgress {
  points: { step: number; values: Record<string, number> }[]
  /** Of the latest steps, the middle one: the first two of a process are slow. Null until there are two. */
  secondsPerStep: number | null
  step: number
}

const SHORTEST_PAUSE_MS = 500
const STEPS_LOOKED_AT = 9

export function createStageProgress(write: (progress: StageProgress) => Promise<void>) {
  let points: StageProgress['points'] = []
  const seconds: number[] = []
  let step = 0
  let writing: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | null = null
  let failure: unknown = null

  function flush(): Promise<void> {
    if (timer) clearTimeout(timer)
    timer = null
    writing = writing.then(async () => {
      if (points.length === 0) return
      const written = points
      points = []
      const recent = seconds.slice(-STEPS_LOOKED_AT).sort((a, b) => a - b)
      try {
        await write({ points: written, step, secondsPerStep: recent.length < 2 ? null : recent[Math.floor((recent.length - 1) / 2)]! })
        failure = null
      } catch (error) {
        points = [...written, ...points]
        failure = error
      }
    })
    return writing
  }

  return {
    add({ step: number, secondsPerStep, totalSteps: _total, ...values }: StepMetrics): void {
      step = number
      seconds.push(secondsPerStep)
      points.push({ step, values })
      timer ??= setTimeout(() => void flush(), SHORTEST_PAUSE_MS)
    },
    /** Everything is written when it resolves. A write that failed on the way, while the database restarted, has been made up for by a later one. */
    async finish(): Promise<void> {
      await flush()
      if (failure) throw failure
    },
  }
}
