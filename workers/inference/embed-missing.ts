/** Encodes what lacks vectors under one model version, in small batches of which each is committed by itself: what was done stays done. */
import { withOrganization } from '#lib/db/client.ts'
import { listCandidatesToEmbed, listJobVersionsToEmbed, saveCandidateVectors } from '#lib/db/queries/embeddings.ts'
import type { CandidateVectors } from '#lib/db/queries/embeddings.ts'
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
    const rows: CandidateVectors[] = []
    for (const { candidateId, text, textHash } of batch) {
      signal?.throwIfAborted()
      // One text at a time: a posted job waits for one text at most, and the encoder meets few shapes, each of which it compiles.
      const [document] = await encoders.use(weights, 'background', (encoder) => encoder.encodeDocuments([text]))
      rows.push({ candidateId, sourceHash: textHash, ...document! })
    }
    await withOrganization(db, organizationId, (tx) => saveCandidateVectors(tx, { organizationId, modelVersionId, rows }))
    await onBatch?.(batch.length)
  }
  return jobs.length + candidates.length
}
