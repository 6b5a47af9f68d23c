/** All that the training page shows, read together and in a shape that survives JSON. */
import type { Actor } from '#lib/actor.ts'
import type { Services } from '#lib/services.ts'
import { getTrainingOverview } from '#lib/training/get-training-overview.ts'
import { getTrainingRun } from '#lib/training/get-training-run.ts'
import { listModelVersions } from '#lib/training/list-model-versions.ts'
import { listTrainingRuns } from '#lib/training/list-training-runs.ts'
import type { ModelVersionView, TrainingOverview, TrainingRunSummary, TrainingRunView } from '#lib/training/training-views.ts'

export type Json<T> = T extends Date ? string : T extends (infer Item)[] ? Json<Item>[] : T extends object ? { [Key in keyof T]: Json<T[Key]> } : T

export type ModelVersion = Json<ModelVersionView>
export type RunSummary = Json<TrainingRunSummary>
export type Run = Json<TrainingRunView>

export interface TrainingStatus {
  overview: Json<Omit<TrainingOverview, 'running' | 'latest'>> & { isRunning: boolean }
  /** The run that was asked for, else the one under way, else the latest. */
  run: Run | null
  versions: ModelVersion[]
  runs: RunSummary[]
}

export async function readTrainingStatus(services: Services, actor: Actor, { run: trainingRunId }: { run?: string }): Promise<TrainingStatus> {
  const [{ running, latest, ...overview }, versions, runs] = await Promise.all([getTrainingOverview(services, actor), listModelVersions(services, actor), listTrainingRuns(services, actor)])
  const wanted = trainingRunId ?? running?.trainingRunId ?? latest?.trainingRunId
  const run = wanted === undefined ? null : wanted === running?.trainingRunId ? running : await getTrainingRun(services, actor, { trainingRunId: wanted })
  return JSON.parse(JSON.stringify({ overview: { ...overview, isRunning: running !== null }, run, versions, runs })) as TrainingStatus
}
