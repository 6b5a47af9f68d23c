import { requireRole } from '../actor.ts'
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import { listModelVersionRows } from '../db/queries/model-versions.ts'
import { countUsableAnswers, findLastSuccessfulTrainingRun, findTrainingRun, findUnfinishedTrainingRun, listTrainingMetrics } from '../db/queries/training-runs.ts'
import type { Services } from '../services.ts'
import { MIN_TRAINING_ANSWERS } from './training-config.ts'
import { lossPoint, modelVersionViews, trainingRunSummary } from './training-views.ts'
import type { TrainingOverview } from './training-views.ts'
import { whyTrainingCannotStart } from './why-training-cannot-start.ts'

/** Everything the training page shows first, read in one transaction so that its parts agree. */
export async function getTrainingOverview(services: Services, actor: Actor): Promise<TrainingOverview> {
  requireRole(actor, 'viewer')
  const { organizationId } = actor
  return withOrganization(services.db, organizationId, async (tx) => {
    const answers = await countUsableAnswers(tx, { organizationId })
    const versions = modelVersionViews(await listModelVersionRows(tx, { organizationId }))
    const unfinished = await findUnfinishedTrainingRun(tx, { organizationId })
    const latest = unfinished ?? (await findTrainingRun(tx, { organizationId }))
    const succeeded = await findLastSuccessfulTrainingRun(tx, { organizationId })
    const whyNot = unfinished ? 'A training run is under way.' : whyTrainingCannotStart(answers)
    return {
      answers,
      canStart: whyNot === null,
      whyNot,
      minimumAnswers: MIN_TRAINING_ANSWERS,
      live: versions.find(({ state }) => state === 'live') ?? null,
      promoting: versions.find(({ state }) => state === 'embedding') ?? null,
      running: unfinished && { ...trainingRunSummary(unfinished), lossPoints: (await listTrainingMetrics(tx, { organizationId, trainingRunId: unfinished.id })).map(lossPoint) },
      latest: latest && trainingRunSummary(latest),
      lastDuration: succeeded?.startedAt && succeeded.finishedAt ? { seconds: (succeeded.finishedAt.getTime() - succeeded.startedAt.getTime()) / 1000, pairs: succeeded.data?.pairs ?? 0 } : null,
    }
  })
}
