import { expect, test } from 'vitest'
import { createStageProgress } from './stage-progress.ts'
import type { StageProgress } from './stage-progress.ts'

const step = (number: number, seconds = 1) => ({ step: number, totalSteps: 9, epoch: 0, loss: 1 / number, grad_norm: 1, learning_rate: 1e-5, secondsPerStep: seconds })

test('steps that come quickly are written together, without what the run keeps elsewhere', async () => {
  const writes: StageProgress[] = []
  const progress = createStageProgress(async (written) => { writes.push(written) })
  for (const number of [1, 2, 3]) progress.add(step(number))
  await progress.finish()
  expect(writes).toHaveLength(1)
  expect(writes[0]?.points.map(({ step: at }) => at)).toEqual([1, 2, 3])
  expect(writes[0]?.points[0]?.values).toEqual({ epoch: 0, loss: 1, grad_norm: 1, learning_rate: 1e-5 })
})

test('there is no pace before the second step, and then a slow first step does not set it', async () => {
  const paces: (number | null)[] = []
  const progress = createStageProgress(async ({ secondsPerStep }) => { paces.push(secondsPerStep) })
  for (const [number, seconds] of [[1, 9], [2, 3], [3, 3]] as const) {
    progress.add(step(number, seconds))
    await progress.finish()
  }
  expect(paces).toEqual([null, 3, 3])
})

test('what could not be written is written with the next step; at the end it is told', async () => {
  const written: number[] = []
  let isDown = true
  const progress = createStageProgress(async ({ points }) => {
    if (isDown) throw new Error('the database is restarting')
    written.push(...points.map(({ step: at }) => at))
  })
  progress.add(step(1))
  await expect(progress.finish()).rejects.toThrow('restarting')
  isDown = false
  progress.add(step(2))
  await progress.finish()
  expect(written).toEqual([1, 2])
})
