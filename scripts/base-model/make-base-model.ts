import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { trainContrastive } from '../../lib/engine/stages/contrastive.ts'
import { trainRankpo } from '../../lib/engine/stages/rankpo.ts'
import type { StageOptions, StepMetrics } from '../../lib/engine/stages/stage.ts'
import { averageModels } from './average-models.ts'
import { buildRows } from './build-rows.ts'
import { compareFigures, evaluateModel, figuresOf } from './evaluate-model.ts'
import { writeModelCard } from './model-card.ts'
import { MATCHES, PREFERENCES, ROW_SEED, TITLES } from './settings.ts'

/**
 * Makes models/base: rows → stage one → stage two → mean of the weights along the way → figures → folder and card.
 * A stage whose folder is there is not run again; one that was interrupted goes on from its checkpoint.
 */
const { values } = parseArgs({ options: { shared: { type: 'string', default: '../shared' }, work: { type: 'string', default: 'data/base-model' }, output: { type: 'string', default: 'models/base' } } })
const data = join(values.shared, 'data')
const original = join(values.shared, 'models/all-MiniLM-L6-v2')
const work = resolve(values.work)

const rows = await buildRows(data, ROW_SEED)
console.log(`rows: ${rows.titles.length} pairs of titles, ${rows.matches.length} jobs with people, ${rows.preferences.length} preferences`)

const titles = await runOnce('titles', original, (options) => trainContrastive({ ...options, rows: rows.titles, config: TITLES }))
const matches = await runOnce('matches', titles, (options) => trainContrastive({ ...options, rows: rows.matches, config: MATCHES }))
const trained = await runOnce('preferences', matches, (options) => trainRankpo({ ...options, rows: rows.preferences, reference: { kind: 'model', folder: matches }, config: PREFERENCES }))

const averaged = join(work, 'averaged')
const along = [original, titles, matches, trained]
await averageModels(along, averaged, 'float16')
const before = await evaluateModel(original, data)
const after = await evaluateModel(averaged, data)
const difference = compareFigures(before, after)
const isBetter = difference.pairAccuracy.mean >= 0 && difference.titleNdcg.mean >= 0
await averageModels(isBetter ? along : [original], values.output, 'float16')
const card = writeModelCard({ isTrained: isBetter, rows, before: figuresOf(before), after: figuresOf(after), difference })
await writeFile(join(values.output, 'MODEL_CARD.md'), card)
console.log(`${values.output} written with ${isBetter ? 'the trained' : "the original's"} weights`)

async function runOnce(name: string, modelFolder: string, train: (options: StageOptions) => Promise<unknown>): Promise<string> {
  const outputFolder = join(work, name)
  if (existsSync(outputFolder)) {
    console.log(`${name}: ${outputFolder} is there already`)
    return outputFolder
  }
  await train({ modelFolder, outputFolder, checkpointFolder: `${outputFolder}.checkpoint`, onStep: (metrics) => report(name, metrics) })
  return outputFolder
}

function report(name: string, { step, totalSteps, loss, secondsPerStep }: StepMetrics): void {
  console.log(`${name}: step ${step} of ${totalSteps}, loss ${loss.toFixed(4)}, ${secondsPerStep.toFixed(1)} s a step`)
}
