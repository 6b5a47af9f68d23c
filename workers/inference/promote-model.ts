/** The task 'promote-model': encode everything under a version beside the old vectors, then switch in one transaction. After a crash only what is missing is encoded. */
import { setTimeout } from 'node:timers/promises'
import { withOrganization } from '#lib/db/client.ts'
import { countTexts, countTextsToEmbed } from '#lib/db/queries/embeddings.ts'
import { findModelVersion, switchLiveModel, updateEmbeddingProgress } from '#lib/db/queries/model-versions.ts'
import type { ModelVersionRow } from '#lib/db/queries/model-versions.ts'
import { EngineError } from '#lib/engine/errors.ts'
import { logger } from '#lib/logger.ts'
import { findModelFolder } from '#lib/matching/model-weights.ts'
import type { Queue } from '#lib/queue/queue.ts'
import type { TaskPayload } from '#lib/queue/tasks.ts'
import type { Inference } from './embed-job.ts'
import { embedMissing } from './embed-missing.ts'

/** Who acts when nobody pressed anything; payloads carry a user, and this one stands for none. */
export const NOBODY = '00000000-0000-0000-0000-000000000000'

/** Attempts before it is left to a person; a database that restarts is back within one or two. */
const ATTEMPTS = 5
const PAUSE_MS = 1500

export async function promoteModel(inference: Inference & { queue: Queue }, payload: TaskPayload<'promote-model'>, signal?: AbortSignal): Promise<void> {
  const { db } = inference
  const { organizationId, modelVersionId } = payload
  for (let attempt = 1; ; attempt++) {
    const version = await withOrganization(db, organizationId, (tx) => findModelVersion(tx, { organizationId, modelVersionId }))
    if (!version) return logger.info({ organizationId, modelVersionId }, 'nothing to promote: the model version is gone')
    if (version.state === 'live') return
    try {
      await encodeEverything(inference, version, signal)
      return await switchOver(inference, payload)
    } catch (error) {
      if (signal?.aborted) throw error
      logger.error({ organizationId, modelVersionId, attempt, error: (error as Error).message }, 'a model version could not go live')
      // A broken folder does not mend by itself: trying again would only repeat the sentence.
      if (error instanceof EngineError || attempt === ATTEMPTS) return noteFailure(inference, version, error as Error)
      await setTimeout(PAUSE_MS * attempt, undefined, { signal })
    }
  }
}

async function encodeEverything(inference: Inference, version: ModelVersionRow, signal?: AbortSignal): Promise<void> {
  const { db } = inference
  const { organizationId, id: modelVersionId } = version
  const folder = await findModelFolder(version)
  if (folder === null) throw new EngineError('The weights of this model version are no longer here: the encoder that comes with the product was replaced.')
  const report = () =>
    withOrganization(db, organizationId, async (tx) => {
      const missing = await countTextsToEmbed(tx, { organizationId, modelVersionId })
      const embedTotal = await countTexts(tx, { organizationId })
      await updateEmbeddingProgress(tx, { organizationId, modelVersionId, embedTotal, embeddedCount: embedTotal - missing.candidates - missing.jobs })
    })
  await withOrganization(db, organizationId, (tx) =>
    updateEmbeddingProgress(tx, { organizationId, modelVersionId, state: 'embedding', embedError: null, ...(version.embedStartedAt === null && { embedStartedAt: new Date() }) }),
  )
  await report()
  const under = { organizationId, modelVersionId, weights: { folder, weightsHash: version.weightsHash } }
  while ((await embedMissing(inference, under, signal, report)) > 0);
  await report()
}

/** Whoever joins between the last look and the switch is caught up by the task that the switch leaves behind. */
async function switchOver({ db, queue }: Inference & { queue: Queue }, { organizationId, modelVersionId, actorId, reason }: TaskPayload<'promote-model'>): Promise<void> {
  await withOrganization(db, organizationId, async (tx) => {
    await switchLiveModel(tx, { organizationId, modelVersionId, actorId: actorId === NOBODY ? null : actorId, reason, action: 'model.promoted' })
    await queue.enqueue(tx, 'embed-candidates', { organizationId }, { singletonKey: organizationId })
  })
  logger.info({ organizationId, modelVersionId }, 'a model version went live')
}

/** The version can be promoted again; the old one has stayed live all the time. */
function noteFailure({ db }: Inference, { organizationId, id: modelVersionId, promotedAt }: ModelVersionRow, error: Error): Promise<void> {
  const embedError = error instanceof EngineError ? error.message : `Encoding stopped: ${error.message}. What was encoded is kept; promote it again to go on.`
  const state = promotedAt === null ? 'candidate' : 'retired'
  return withOrganization(db, organizationId, (tx) => updateEmbeddingProgress(tx, { organizationId, modelVersionId, state, embedError }))
}
