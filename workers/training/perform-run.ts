/** The phases of one training run, each left out when an earlier attempt finished it. Knows folders and the engine's child; what it learns on the way it reports. */
import { mkdir, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { EvaluationMetrics } from '#lib/db/schema/models.ts'
import type { Device } from '#lib/engine/executors/onnxruntime.ts'
import type { ContrastiveConfig } from '#lib/engine/stages/contrastive.ts'
import type { RankpoConfig } from '#lib/engine/stages/rankpo.ts'
import { AppError } from '#lib/errors.ts'
import type { TrainingSnapshot } from '#lib/training/read-training-data.ts'
import { MIN_TRAINING_ANSWERS } from '#lib/training/training-config.ts'
import type { TrainingData } from '#lib/training/training-views.ts'
import { exists, hashWeights } from './run-folder.ts'
import type { PreparedData, RunFolder } from './run-folder.ts'
import type { runStageProcess } from './run-stage-process.ts'
import type { StageProgress } from './stage-progress.ts'
import { createStageProgress } from './stage-progress.ts'

export interface RunReport {
  phase?: 'preparing' | 'contrastive' | 'rankpo' | 'evaluating'
  data?: TrainingData
  step?: number
  totalSteps?: number
  secondsPerStep?: number | null
  metricsBefore?: EvaluationMetrics
  metricsAfter?: EvaluationMetrics
}

/** maxSteps bounds what numEpochs asks for; the seed is the run's. */
export interface StageConfigs {
  contrastive: Omit<ContrastiveConfig, 'seed'> & { maxSteps: number }
  rankpo: Omit<RankpoConfig, 'seed'> & { maxSteps: number }
}

export interface RunSurroundings {
  folder: RunFolder
  configs: StageConfigs
  baseFolder: string
  seed: number
  threads: number
  device: Device
  signal: AbortSignal
  runStage: typeof runStageProcess
  readData: () => Promise<TrainingSnapshot>
  report: (report: RunReport) => Promise<void>
  reportSteps: (stage: 'contrastive' | 'rankpo', points: StageProgress['points'], report: RunReport) => Promise<void>
}

export interface TrainedModel {
  folder: string
  weightsHash: string
  prepared: PreparedData
  metricsBefore: EvaluationMetrics
  metricsAfter: EvaluationMetrics
  config: Record<string, unknown>
}

export async function performRun(surroundings: RunSurroundings): Promise<TrainedModel> {
  const { folder, baseFolder, configs, signal, threads, device, runStage, report } = surroundings
  await report({ phase: 'preparing' })
  const prepared = (await folder.readPrepared()) ?? (await folder.writePrepared(await surroundings.readData()))
  const { counts } = prepared
  if (counts.pairs < MIN_TRAINING_ANSWERS) throw new AppError('conflict', `Only ${counts.pairs} answers are left to learn from; training needs ${MIN_TRAINING_ANSWERS}. People or answers were removed since it was started.`)
  signal.throwIfAborted()

  const steps = { contrastive: counts.ruleRows === 0 ? 0 : plannedSteps(counts.ruleRows, configs.contrastive), rankpo: plannedSteps(counts.pairs, configs.rankpo) }
  const totalSteps = steps.contrastive + steps.rankpo
  await report({ data: counts, totalSteps })
  const trainedFolder = folder.model('rankpo')
  const isTrained = (await exists(folder.resultFolder)) || (await exists(trainedFolder))
  if (!isTrained && steps.contrastive > 0 && !(await exists(folder.model('contrastive')))) await train('contrastive', baseFolder, 0)
  const referenceFolder = steps.contrastive > 0 ? folder.model('contrastive') : baseFolder
  if (!isTrained) {
    const { droppedRows } = await train('rankpo', referenceFolder, steps.contrastive)
    counts.droppedPairs += droppedRows
    counts.pairs -= droppedRows
  }

  await report({ phase: 'evaluating', data: counts, step: totalSteps, secondsPerStep: null })
  if (!(await exists(folder.resultFolder))) {
    await mkdir(dirname(folder.resultFolder), { recursive: true, mode: 0o700 })
    await rename(trainedFolder, folder.resultFolder)
  }
  const metricsBefore = await evaluate(baseFolder, true)
  await report({ metricsBefore })
  const metricsAfter = await evaluate(folder.resultFolder, false)
  await report({ metricsAfter })
  return {
    folder: folder.resultName, weightsHash: await hashWeights(folder.resultFolder), prepared, metricsBefore, metricsAfter,
    config: { contrastive: { ...configs.contrastive, maxSteps: steps.contrastive }, rankpo: { ...configs.rankpo, maxSteps: steps.rankpo, reference: 'stage one' } },
  }

  async function train(stage: 'contrastive' | 'rankpo', modelFolder: string, stepsBefore: number) {
    await report({ phase: stage, secondsPerStep: null })
    const progress = createStageProgress(({ points, step, secondsPerStep }) => surroundings.reportSteps(stage, points, { step: stepsBefore + step, secondsPerStep }))
    const task = { modelFolder, outputFolder: folder.model(stage), checkpointFolder: folder.checkpoints(stage), rowsFile: folder.rows(stage), threads, device }
    const common = { seed: surroundings.seed, maxSteps: steps[stage] }
    try {
      return await runStage(
        stage === 'contrastive' ? { kind: stage, ...task, config: { ...configs.contrastive, ...common } } : { kind: stage, ...task, config: { ...configs.rankpo, ...common } },
        { signal, onStep: progress.add },
      )
    } finally {
      await progress.finish()
    }
  }

  async function evaluate(modelFolder: string, isLive: boolean): Promise<EvaluationMetrics> {
    const { metrics } = await runStage({ kind: 'evaluate', modelFolder, heldOutFile: folder.rows('heldout'), threads, isLive }, { signal })
    return metrics ?? { pairAccuracy: null, ruleNdcg: null }
  }
}

function plannedSteps(rows: number, { batchSize, numEpochs, maxSteps }: { batchSize: number; numEpochs: number; maxSteps: number }): number {
  return Math.min(maxSteps, Math.ceil(rows / batchSize) * numEpochs)
}
