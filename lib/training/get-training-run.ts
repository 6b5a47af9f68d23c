import { requireRole } from '../actor.ts'
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import { findTrainingRun, listTrainingMetrics } from '../db/queries/training-runs.ts'
import { AppError } from '../errors.ts'
import type { Services } from '../services.ts'
import { lossPoint, trainingRunSummary } from './training-views.ts'
import type { TrainingRunView } from './training-views.ts'

/** The named run, or the latest one; null when there has been none. */
export async function getTrainingRun(services: Services, actor: Actor, { trainingRunId }: { trainingRunId?: string } = {}): Promise<TrainingRunView | null> {
  requireRole(actor, 'viewer')
  const { organizationId } = actor
  return withOrganization(services.db, organizationId, async (tx) => {
    const run = await findTrainingRun(tx, { organizationId, trainingRunId })
    if (!run && trainingRunId !== undefined) throw new AppError('not_found', `training run ${trainingRunId} is not in organisation ${organizationId}`, { userMessage: 'This training run does not exist.' })
    return run && { ...trainingRunSummary(run), lossPoints: (await listTrainingMetrics(tx, { organizationId, trainingRunId: run.id })).map(lossPoint) }
  })
}
