/** The task 'embed-candidates': everything of an organisation that lacks a vector under its live model version, a slice at a time. */
import { withOrganization } from '#lib/db/client.ts'
import { findLiveModelVersion } from '#lib/db/queries/model-versions.ts'
import { logger } from '#lib/logger.ts'
import { findModelFolder } from '#lib/matching/model-weights.ts'
import type { Queue } from '#lib/queue/queue.ts'
import { embedMissing } from './embed-missing.ts'
import type { Inference } from './embed-job.ts'

/** After so many texts the rest goes to the end of the queue, so that one organisation's upload does not hold up another's. */
const TEXTS_PER_SLICE = 128

export async function embedOrganization(inference: Inference & { queue: Queue }, { organizationId }: { organizationId: string }, signal?: AbortSignal): Promise<void> {
  const { db, queue } = inference
  for (let encoded = 0; encoded < TEXTS_PER_SLICE; ) {
    // Asked anew for each batch: the live version may have been switched meanwhile.
    const live = await withOrganization(db, organizationId, (tx) => findLiveModelVersion(tx, { organizationId }))
    if (!live) return logger.info({ organizationId }, 'nothing to encode: the organisation is gone')
    const folder = await findModelFolder(live)
    if (folder === null) return logger.warn({ organizationId, modelVersion: live.number }, 'the weights of the live model version are no longer here; people are encoded when the next one goes live')
    const count = await embedMissing(inference, { organizationId, modelVersionId: live.id, weights: { folder, weightsHash: live.weightsHash } }, signal)
    if (count === 0) return
    encoded += count
  }
  await withOrganization(db, organizationId, (tx) => queue.enqueue(tx, 'embed-candidates', { organizationId }, { singletonKey: organizationId }))
}
