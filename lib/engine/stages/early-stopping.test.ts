import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { trainContrastive, type ContrastiveRow } from './contrastive.ts'
import { trainRankpo, type PreferenceRow } from './rankpo.ts'
import type { EvaluationMetrics, StageOptions, StageResult, StepMetrics } from './stage.ts'
import { createTinyModelFolder, tinyText } from './testing/tiny-model-folder.ts'

let root: string
beforeEach(async () => { root = await createTinyModelFolder() })
afterEach(() => rm(root, { recursive: true, force: true }))

const pairs: PreferenceRow[] = Array.from({ length: 12 }, (_, index) => ({ query: tinyText(index % 4, 6), chosen: tinyText(20 + index, 10 + index), rejected: tinyText(60 + index, 12) }))
const reversed = pairs.map(({ query, chosen, rejected }) => ({ query, chosen: rejected, rejected: chosen }))
const rows: ContrastiveRow[] = Array.from({ length: 14 }, (_, index) => ({ query: tinyText(index, 6), positives: [tinyText(20 + index, 10)], negatives: [tinyText(60 + index, 12), tinyText(90 + index, 30)] }))
const [trained, heldOutRows] = [rows.slice(0, 10), rows.slice(10)]

type Run = (options: StageOptions) => Promise<StageResult>
type Options = Partial<StageOptions>
const weightsOf = (output: string): Promise<Buffer> => readFile(join(root, output, 'model.safetensors'))

async function record(run: Run, output: string, options: Options = {}): Promise<{ steps: StepMetrics[]; evaluations: EvaluationMetrics[]; result: StageResult }> {
  const [steps, evaluations]: [StepMetrics[], EvaluationMetrics[]] = [[], []]
  const onStep = async (step: StepMetrics): Promise<void> => { steps.push(step); await options.onStep?.(step) }
  const onEvaluation = (evaluation: EvaluationMetrics): void => { evaluations.push(evaluation) }
  const result = await run({ modelFolder: root, outputFolder: join(root, output), ...options, onStep, onEvaluation })
  return { steps, evaluations, result }
}

test('held-out pairs that training makes worse stop it after the patience, and the weights of the best step are written', async () => {
  const learn = (config: object): Run => (options) => trainRankpo({ ...options, rows: pairs, heldOutRows: reversed, reference: { kind: 'none' }, config: { learningRate: 1e-3, warmupRatio: 0, maxSteps: 30, batchSize: 12, evalSteps: 2, ...config } })
  const { steps, evaluations, result } = await record(learn({ earlyStoppingPatience: 3 }), 'stopped')
  expect(evaluations.map(({ step, isBest }) => [step, isBest])).toEqual([[0, true], [2, false], [4, false], [6, false]])
  expect(steps).toHaveLength(6)
  expect(result).toMatchObject({ steps: 6, stoppedEarly: true, best: { step: 0, eval_loss: evaluations[0]?.eval_loss } })
  await record((options) => trainRankpo({ ...options, rows: pairs, reference: { kind: 'none' }, config: { learningRate: 1e-30, maxSteps: 1, weightDecay: 0 } }), 'untouched')
  expect((await weightsOf('stopped')).equals(await weightsOf('untouched'))).toBe(true)

  const last = await record(learn({ maxSteps: 4, loadBestModelAtEnd: false }), 'last')
  expect(last.result).toMatchObject({ stoppedEarly: false, best: { step: 0 } })
  expect((await weightsOf('last')).equals(await weightsOf('untouched'))).toBe(false)
})

test('the held-out loss of the training rows is the loss of the next step, and its metrics are those of the step', async () => {
  const config = { learningRate: 1e-3, warmupRatio: 0, maxSteps: 3, batchSize: 12, evalSteps: 1 }
  const two = await record((options) => trainRankpo({ ...options, rows: pairs, heldOutRows: pairs, reference: { kind: 'model', folder: root }, config }), 'two')
  two.steps.forEach((step, index) => {
    expect(two.evaluations[index]?.eval_loss).toBeCloseTo(step.loss, 5)
    expect(two.evaluations[index]?.['eval_rewards/margins']).toBeCloseTo(step['rewards/margins'] as number, 5)
    expect(two.evaluations[index]?.['eval_rewards/accuracies']).toBe(step['rewards/accuracies'])
  })
  const one = await record((options) => trainContrastive({ ...options, rows: trained, heldOutRows: trained, config: { ...config, temperature: 0.1 } }), 'one')
  one.steps.forEach((step, index) => { expect(one.evaluations[index]?.eval_loss).toBeCloseTo(step.loss, 4) })
})

test('held-out rows of stage one are ranked: the reciprocal rank of the positive rises to 1 as they are learned', async () => {
  const { evaluations, result } = await record((options) => trainContrastive({ ...options, rows: trained, heldOutRows: trained, config: { learningRate: 3e-3, maxSteps: 25, batchSize: 4, temperature: 0.1, evalSteps: 25 } }), 'out')
  expect(evaluations.map(({ step }) => step)).toEqual([0, 25])
  expect(evaluations[0]?.['eval_mrr@10']).toBeLessThan(0.9)
  expect(evaluations[1]?.['eval_mrr@10']).toBe(1)
  expect(result).toMatchObject({ stoppedEarly: false, best: { step: 25 } })
})

test.each([
  ['stage one', (options: StageOptions) => trainContrastive({ ...options, rows: trained, heldOutRows, config: { learningRate: 5e-3, maxSteps: 30, batchSize: 4, checkpointSteps: 3, evalSteps: 2, earlyStoppingPatience: 3 } })],
  ['stage two', (options: StageOptions) => trainRankpo({ ...options, rows: pairs.slice(0, 8), heldOutRows: [...reversed.slice(0, 2), ...pairs.slice(8)], reference: { kind: 'model', folder: root }, config: { learningRate: 3e-3, maxSteps: 30, batchSize: 4, gradientAccumulationSteps: 2, checkpointSteps: 1, evalSteps: 2, earlyStoppingPatience: 3 } })],
])('a run of %s that dies between evaluations stops at the same step with the same best weights, bit for bit', async (_, run) => {
  const unbroken = await record(run, 'unbroken')
  expect(unbroken.result.stoppedEarly).toBe(true)
  expect(unbroken.result.steps).toBeGreaterThan(unbroken.result.best?.step as number)
  const checkpointFolder = join(root, 'checkpoint')
  const dies = (step: StepMetrics): void => { if (step.step === unbroken.result.steps - 1) throw new Error('killed') }
  await expect(record(run, 'resumed', { checkpointFolder, onStep: dies })).rejects.toThrow('killed')
  const resumed = await record(run, 'resumed', { checkpointFolder })
  expect(resumed.steps[0]?.step).toBeGreaterThan(1)
  expect({ ...resumed.result, seconds: 0, outputFolder: '' }).toEqual({ ...unbroken.result, seconds: 0, outputFolder: '' })
  const timeless = (evaluations: EvaluationMetrics[]) => evaluations.map((evaluation) => ({ ...evaluation, eval_runtime: 0, eval_samples_per_second: 0 }))
  expect(timeless(resumed.evaluations)).toEqual(timeless(unbroken.evaluations.slice(-resumed.evaluations.length)))
  expect((await weightsOf('resumed')).equals(await weightsOf('unbroken'))).toBe(true)
})

test('held-out rows of which none can be measured, or that are missing, are refused in one sentence', async () => {
  const same = { query: tinyText(1, 5), chosen: tinyText(3, 5), rejected: tinyText(3, 5) }
  await expect(trainRankpo({ modelFolder: root, outputFolder: join(root, 'out'), rows: pairs, heldOutRows: [same], reference: { kind: 'none' } })).rejects.toThrow('None of the held-out pairs can be measured')
  await expect(trainContrastive({ modelFolder: root, outputFolder: join(root, 'out'), rows, config: { earlyStoppingPatience: 2 } })).rejects.toThrow('need held-out rows')
  await expect(trainContrastive({ modelFolder: root, outputFolder: join(root, 'out'), rows, heldOutRows: [{ query: 'w1', positives: [], negatives: ['w2'] }] })).rejects.toThrow('None of the held-out rows can be measured')
})
