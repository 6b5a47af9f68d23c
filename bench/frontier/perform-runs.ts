/** Trains and measures what is not in the results file yet: for each seed stage one, then stage two by each method and learning rate. */
import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { interpolateModels } from '../../lib/engine/interpolate.ts'
import { trainContrastive } from '../../lib/engine/stages/contrastive.ts'
import { trainRankpo } from '../../lib/engine/stages/rankpo.ts'
import type { Split } from './make-split.ts'
import { measureModel } from './measure-model.ts'
import type { Method } from './methods.ts'
import { appendResult, keyOf, readResults, type Point, type RunResult } from './results-file.ts'

/** Tokens of a text; a multiple of what graphs are compiled for. */
const MAX_LENGTH = 32
const LENGTHS = { maxQueryLength: MAX_LENGTH, maxPassageLength: MAX_LENGTH }
const STAGE_ONE = { learningRate: 5e-5, numEpochs: 2, batchSize: 16, negativesPerQuery: 2, temperature: 0.05, ...LENGTHS }
/** Pairs of about four jobs a step. */
const STAGE_TWO = { numEpochs: 1, batchSize: 16, ...LENGTHS }

export interface RunsOptions {
  split: Split
  modelFolder: string
  /** Holds stage one's models and the results. */
  workFolder: string
  seeds: readonly number[]
  methods: readonly Method[]
  /** Stops after so many runs that were not in the file; the next call goes on. */
  limit: number
  maxSteps?: number
  /** Where others compute too, one thread wastes least. */
  threads?: number
  say(line: string): void
}

/** Results of all runs asked for, or null when the limit ended it before. */
export async function performRuns(options: RunsOptions): Promise<RunResult[] | null> {
  const { split, workFolder, seeds, methods, maxSteps, threads } = options
  const resultsFile = join(workFolder, 'results.jsonl')
  const known = await readResults(resultsFile)
  const results: RunResult[] = []
  let left = options.limit

  async function once(run: Omit<RunResult, 'key' | 'points' | 'seconds'>, determinants: unknown, perform: () => Promise<Point[]>): Promise<boolean> {
    const key = keyOf([run, determinants])
    const found = known.get(key)
    if (found !== undefined) {
      results.push(found)
      return true
    }
    if (left-- <= 0) return false
    const started = performance.now()
    const points = await perform()
    const result = { key, ...run, seconds: Math.round((performance.now() - started) / 100) / 10, points }
    await appendResult(resultsFile, result)
    results.push(result)
    options.say(`seed ${run.seed} ${run.method} ${run.learningRate}: ${points.map(({ stop, ndcg, agreement }) => `${stop < 1 ? `at ${stop} ` : ''}nDCG@20 ${ndcg.toFixed(3)}, agreement ${agreement.toFixed(3)}`).join('; ')} (${result.seconds} s)`)
    return true
  }

  for (const seed of seeds) {
    const base = [split, STAGE_ONE, maxSteps, options.modelFolder.split('/').at(-1)]
    const stageOne = join(workFolder, `stage-one-${keyOf([split.contrastiveRows, STAGE_ONE, maxSteps, options.modelFolder.split('/').at(-1), seed])}`)
    const trainStageOne = async (): Promise<void> => {
      if (existsSync(stageOne)) return
      await mkdir(workFolder, { recursive: true })
      await trainContrastive({ threads, modelFolder: options.modelFolder, outputFolder: stageOne, rows: split.contrastiveRows, config: { ...STAGE_ONE, seed, maxSteps } })
    }
    const measure = async (folder: string, stop: number): Promise<Point> => ({ stop, ...await measureModel(folder, split, { maxLength: MAX_LENGTH, threads }) })
    const hasStageOne = await once({ seed, method: 'stage-one', learningRate: STAGE_ONE.learningRate }, base, async () => {
      await trainStageOne()
      return [await measure(stageOne, 1)]
    })
    if (!hasStageOne) return null
    for (let rank = 0; rank < Math.max(...methods.map(({ learningRates }) => learningRates.length)); rank++) {
      for (const { name, hasReference, learningRates, config, stops } of methods) {
        const learningRate = learningRates[rank]
        if (learningRate === undefined) continue
        const isDone = await once({ seed, method: name, learningRate }, [base, STAGE_TWO, hasReference, config, stops], async () => {
          await trainStageOne()
          const trained = join(workFolder, `stage-two-${process.pid}`)
          const between = join(workFolder, `between-${process.pid}`)
          try {
            await trainRankpo({
              threads, modelFolder: stageOne, outputFolder: trained, rows: split.preferenceRows, replayRows: split.contrastiveRows,
              reference: hasReference ? { kind: 'model', folder: stageOne } : { kind: 'none' }, config: { ...STAGE_TWO, ...config, learningRate, seed, maxSteps },
            })
            const points: Point[] = []
            for (const stop of stops) {
              await interpolateModels({ from: stageOne, to: trained, weight: stop, outputFolder: between })
              points.push(await measure(between, stop))
            }
            return [...points, await measure(trained, 1)]
          } finally {
            for (const folder of [trained, between]) await rm(folder, { recursive: true, force: true })
          }
        })
        if (!isDone) return null
      }
    }
  }
  return results
}
