import { requireRole } from '../actor.ts'
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import { recordAudit } from '../db/queries/audit-events.ts'
import { getLiveModelVersion } from '../db/queries/model-versions.ts'
import { countUsableAnswers, createTrainingRun, findUnfinishedTrainingRun } from '../db/queries/training-runs.ts'
import { AppError } from '../errors.ts'
import type { Services } from '../services.ts'
import { TRAINING_SEED } from './training-config.ts'
import { whyTrainingCannotStart } from './why-training-cannot-start.ts'

/** Starts a run from the live model version. Pressed again while one is unfinished, it returns that one. */
export async function startTrainingRun(services: Services, actor: Actor): Promise<{ trainingRunId: string; isNew: boolean }> {
  requireRole(actor, 'admin')
  const { organizationId } = actor
  return withOrganization(services.db, organizationId, async (tx) => {
    const unfinished = await findUnfinishedTrainingRun(tx, { organizationId })
    if (unfinished) return { trainingRunId: unfinished.id, isNew: false }
    const whyNot = whyTrainingCannotStart(await countUsableAnswers(tx, { organizationId }))
    if (whyNot) throw new AppError('conflict', whyNot)
    const live = await getLiveModelVersion(tx, { organizationId })
    const trainingRunId = await createTrainingRun(tx, { organizationId, requestedBy: actor.userId, baseModelVersionId: live.id, seed: TRAINING_SEED })
    if (trainingRunId === null) {
      const other = await findUnfinishedTrainingRun(tx, { organizationId })
      if (other) return { trainingRunId: other.id, isNew: false }
      throw new AppError('conflict', 'Another training run just ended. Press Retrain again.')
    }
    await services.queue.enqueue(tx, 'train-model', { organizationId, trainingRunId })
    await recordAudit(tx, actor, 'training.started', trainingRunId, { baseModelNumber: live.number })
    return { trainingRunId, isNew: true }
  })
}
