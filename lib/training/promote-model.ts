import { requireRole } from '../actor.ts'
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import { recordAudit } from '../db/queries/audit-events.ts'
import { findModelVersion, markModelEmbedding } from '../db/queries/model-versions.ts'
import { AppError } from '../errors.ts'
import type { Services } from '../services.ts'

/** Asks for a version to go live: the inference worker encodes everything under it beside the old vectors, then switches in one step. */
export async function promoteModel(services: Services, actor: Actor, { modelVersionId, reason }: { modelVersionId: string; reason: string }): Promise<{ state: 'embedding' }> {
  requireRole(actor, 'admin')
  const { organizationId, userId } = actor
  return withOrganization(services.db, organizationId, async (tx) => {
    const version = await findModelVersion(tx, { organizationId, modelVersionId })
    if (!version) throw new AppError('not_found', `model version ${modelVersionId} is not in organisation ${organizationId}`, { userMessage: 'This model version does not exist.' })
    if (version.state === 'live') throw new AppError('conflict', `Model ${version.number} is live already.`)
    if (!(await markModelEmbedding(tx, { organizationId, modelVersionId, reason }))) throw new AppError('conflict', 'A model version is being made ready to go live. Wait until it is done.')
    await services.queue.enqueue(tx, 'promote-model', { organizationId, modelVersionId, actorId: userId, reason })
    await recordAudit(tx, actor, 'model.promotion_requested', modelVersionId, { number: version.number, reason })
    return { state: 'embedding' }
  })
}
