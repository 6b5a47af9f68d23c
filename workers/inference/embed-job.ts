/** The vector of a job's text under the live model version. Repeating it changes nothing. */
import type { Database } from '#lib/db/client.ts'
import { withOrganization } from '#lib/db/client.ts'
import { findJobVersionToEmbed, saveJobVector } from '#lib/db/queries/embeddings.ts'
import type { JobVersionToEmbed } from '#lib/db/queries/embeddings.ts'
import { findLiveModelVersion } from '#lib/db/queries/model-versions.ts'
import { logger } from '#lib/logger.ts'
import { findModelFolder } from '#lib/matching/model-weights.ts'
import { jobQueryText } from '#lib/matching/query-text.ts'
import type { Urgency } from './encode-lane.ts'
import type { EncoderCache, Weights } from './encoder-cache.ts'

export interface Inference {
  db: Database
  encoders: EncoderCache
}

/** 'gone': no such job version in this organisation. 'later': the live model's weights are being replaced; the switch encodes every job. */
export async function embedJob({ db, encoders }: Inference, { organizationId, jobVersionId }: { organizationId: string; jobVersionId: string }): Promise<'done' | 'gone' | 'later'> {
  const found = await withOrganization(db, organizationId, async (tx) => {
    const live = await findLiveModelVersion(tx, { organizationId })
    const job = live && (await findJobVersionToEmbed(tx, { organizationId, modelVersionId: live.id, jobVersionId }))
    return live && job ? { live, job } : null
  })
  if (!found) return 'gone'
  const { live, job } = found
  if (job.hasEmbedding) return 'done'
  const folder = await findModelFolder(live)
  if (folder === null) {
    logger.warn({ organizationId, modelVersion: live.number }, 'the weights of the live model version are no longer here; the job is encoded when the next one goes live')
    return 'later'
  }
  await encodeAndSaveJob({ db, encoders }, { organizationId, modelVersionId: live.id, weights: { folder, weightsHash: live.weightsHash }, job, urgency: 'now' })
  return 'done'
}

export async function encodeAndSaveJob(
  { db, encoders }: Inference,
  { organizationId, modelVersionId, weights, job, urgency }: { organizationId: string; modelVersionId: string; weights: Weights; job: JobVersionToEmbed; urgency: Urgency },
): Promise<void> {
  const [document] = await encoders.use(weights, urgency, (encoder) => encoder.encodeDocuments([jobQueryText(job)]))
  const { embedding, isTruncated } = document!
  await withOrganization(db, organizationId, (tx) => saveJobVector(tx, { organizationId, modelVersionId, jobVersionId: job.jobVersionId, sourceHash: job.textHash, embedding, isTruncated }))
}
