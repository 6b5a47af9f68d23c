/** What a start of the worker puts right: organisations without a base version, a shipped encoder that was updated, promotions without a task, texts without vectors. */
import { withOrganization } from '#lib/db/client.ts'
import type { Database, Transaction } from '#lib/db/client.ts'
import { countTextsToEmbed } from '#lib/db/queries/embeddings.ts'
import { createBaseModelVersion, findBaseModelVersion, findLiveModelVersion, listOrganizationIds, markModelEmbedding, releaseAbandonedPromotions } from '#lib/db/queries/model-versions.ts'
import { hashShippedWeights } from '#lib/matching/model-weights.ts'
import type { Queue } from '#lib/queue/queue.ts'
import { NOBODY } from './promote-model.ts'

const ABANDONED = 'Encoding was interrupted too often. What was encoded is kept; promote it again to go on.'
const UPDATED = 'The encoder that comes with the product was updated'

export async function catchUp({ db, queue }: { db: Database; queue: Queue }): Promise<void> {
  const weightsHash = await hashShippedWeights()
  for (const { id: organizationId } of await listOrganizationIds(db)) {
    await withOrganization(db, organizationId, async (tx) => {
      await releaseAbandonedPromotions(tx, { organizationId, embedError: ABANDONED })
      await refreshBaseVersion(tx, queue, { organizationId, weightsHash })
      const live = await findLiveModelVersion(tx, { organizationId })
      if (!live) return
      const missing = await countTextsToEmbed(tx, { organizationId, modelVersionId: live.id })
      if (missing.candidates + missing.jobs > 0) await queue.enqueue(tx, 'embed-candidates', { organizationId }, { singletonKey: organizationId })
    })
  }
}

/** Old weights are gone after an update, so vectors of the new ones are made beside the old and then switched to; a trained live version stays. */
async function refreshBaseVersion(tx: Transaction, queue: Queue, { organizationId, weightsHash }: { organizationId: string; weightsHash: string }): Promise<void> {
  const base = (await findBaseModelVersion(tx, { organizationId, weightsHash })) ?? (await createBaseModelVersion(tx, { organizationId, weightsHash }))
  const live = await findLiveModelVersion(tx, { organizationId })
  if (!live || live.folder !== null || live.id === base.id) return
  if (await markModelEmbedding(tx, { organizationId, modelVersionId: base.id, reason: UPDATED })) {
    await queue.enqueue(tx, 'promote-model', { organizationId, modelVersionId: base.id, actorId: NOBODY, reason: UPDATED })
  }
}
