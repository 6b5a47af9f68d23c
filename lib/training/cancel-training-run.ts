import { requireRole } from '../actor.ts'
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import { recordAudit } from '../db/queries/audit-events.ts'
import { findTrainingRun, requestTrainingCancel } from '../db/queries/training-runs.ts'
import { AppError } from '../errors.ts'
import type { Services } from '../services.ts'
import { STALLED_AFTER_SECONDS } from './training-config.ts'

/** A waiting run ends at once, a running one within seconds; nothing of it stays. */
export async function cancelTrainingRun(services: Services, actor: Actor, { trainingRunId }: { trainingRunId: string }): Promise<{ state: 'cancelled' | 'cancelling' }> {
  requireRole(actor, 'admin')
  const { organizationId } = actor
  return withOrganization(services.db, organizationId, async (tx) => {
    const run = await findTrainingRun(tx, { organizationId, trainingRunId })
    if (!run) throw new AppError('not_found', `training run ${trainingRunId} is not in organisation ${organizationId}`, { userMessage: 'This training run does not exist.' })
    if (run.state === 'cancelled') return { state: 'cancelled' }
    const outcome = await requestTrainingCancel(tx, { organizationId, trainingRunId, silentAfterSeconds: STALLED_AFTER_SECONDS })
    if (outcome === 'finished') throw new AppError('conflict', 'This training run has already ended.')
    if (!run.isCancelRequested) await recordAudit(tx, actor, 'training.cancelled', trainingRunId)
    return { state: outcome === 'cancelled' ? 'cancelled' : 'cancelling' }
  })
}
