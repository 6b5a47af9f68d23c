import { requireRole } from '../actor.ts'
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import { countVectorCoverage, findModelVersion, listModelVersionRows, switchLiveModel } from '../db/queries/model-versions.ts'
import { AppError } from '../errors.ts'
import { findModelFolder } from '../matching/model-weights.ts'
import type { Services } from '../services.ts'
import { promoteModel } from './promote-model.ts'

/** Below this share of people with vectors the list would be mostly empty, so the version is made ready first. */
const INSTANT_COVERAGE = 0.5

export interface RollBack {
  /** False: its vectors are mostly gone, so it is being promoted again in the background. */
  isInstant: boolean
  /** People who joined since it was live; they are encoded under it now and then join the list. */
  waitingCount: number
}

/** Goes back to a version that was live before. */
export async function rollBackModel(services: Services, actor: Actor, { modelVersionId, reason }: { modelVersionId: string; reason: string }): Promise<RollBack> {
  requireRole(actor, 'admin')
  const { organizationId, userId } = actor
  const weights = await withOrganization(services.db, organizationId, (tx) => findModelVersion(tx, { organizationId, modelVersionId }))
  if (!weights) throw new AppError('not_found', `model version ${modelVersionId} is not in organisation ${organizationId}`, { userMessage: 'This model version does not exist.' })
  if (!(await findModelFolder(weights))) throw new AppError('conflict', `Model ${weights.number} was the encoder that came with an earlier release of the product; its weights are no longer here, so it cannot rank newcomers.`)

  const switched = await withOrganization(services.db, organizationId, async (tx) => {
    const versions = await listModelVersionRows(tx, { organizationId })
    const version = versions.find(({ id }) => id === modelVersionId)
    if (version?.state === 'live') throw new AppError('conflict', `Model ${version.number} is live already.`)
    if (version?.state !== 'retired') throw new AppError('conflict', `Model ${weights.number} has not been live yet: promote it instead.`)
    if (versions.some(({ state }) => state === 'embedding')) throw new AppError('conflict', 'A model version is being made ready to go live. Wait until it is done.')
    const { total, covered } = await countVectorCoverage(tx, { organizationId, modelVersionId })
    if (covered < total * INSTANT_COVERAGE) return { isInstant: false, waitingCount: total - covered }
    await switchLiveModel(tx, { organizationId, modelVersionId, actorId: userId, reason, action: 'model.rolled_back' })
    await services.queue.enqueue(tx, 'embed-candidates', { organizationId }, { singletonKey: organizationId })
    return { isInstant: true, waitingCount: total - covered }
  })
  if (!switched.isInstant) await promoteModel(services, actor, { modelVersionId, reason })
  return switched
}
