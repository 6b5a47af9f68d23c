/** Encodes what lacks vectors under one model version, in small batches of which each is committed by itself: what was done stays done. */
import { withOrganization } from '#lib/db/client.ts'
import { listCandidatesToEmbed, listJobVersionsToEmbed, saveCandidateVectors } from '#lib/db/queries/embeddings.ts'
import { cutIntoBatches } from './encode-batches.ts'
import { encodeAndSaveJob } from './embed-job.ts'
import type { Inference } from './embed-job.ts'
import type { Weights } from './encoder-cache.ts'

export interface UnderModel {
  organizationId: string
  modelVersionId: string
  weights: Weights
}

const FETCHED_AT_ONCE = 32

/** Jobs first, because a list needs its job before its people. Returns how many texts it encoded; 0: nothing is missing. */
export async function embedMissing(inference: Inference, under: UnderModel, signal?: AbortSignal, onBatch?: (written: number) => Promise<void>): Promise<number> {
  const { db, encoders } = inference
  const { organizationId, modelVersionId, weights } = under
  const { jobs, candidates } = await withOrganization(db, organizationId, async (tx) => ({
    jobs: await listJobVersionsToEmbed(tx, { organizationId, modelVersionId, limit: FETCHED_AT_ONCE }),
    candidates: await listCandidatesToEmbed(tx, { organizationId, modelVersionId, limit: FETCHED_AT_ONCE }),
  }))
  for (const job of jobs) {
    signal?.throwIfAborted()
    await encodeAndSaveJob(inference, { ...under, job, urgency: 'background' })
    await onBatch?.(1)
  }
  for (const batch of cutIntoBatches(candidates)) {
    signal?.throwIfAborted()
    const documents = await encoders.use(weights, 'background', (encoder) => encoder.encodeDocuments(batch.map(({ text }) => text)))
    const rows = batch.map(({ candidateId, textHash }, index) => ({ candidateId, sourceHash: textHash, ...documents[index]! }))
    await withOrganization(db, organizationId, (tx) => saveCandidateVectors(tx, { organizationId, modelVersionId, rows }))
    await onBatch?.(batch.length)
  }
  return jobs.length + candidates.length
}
