/** Every organisation starts from the shipped encoder as its model version 1. Called where an organisation is created. */
import type { Transaction } from '../db/client.ts'
import { createBaseModelVersion, findBaseModelVersion } from '../db/queries/model-versions.ts'
import { hashShippedWeights } from './model-weights.ts'

export async function ensureBaseModelVersion(tx: Transaction, organizationId: string): Promise<{ modelVersionId: string }> {
  const existing = await findBaseModelVersion(tx, { organizationId })
  if (existing) return { modelVersionId: existing.id }
  const { id } = await createBaseModelVersion(tx, { organizationId, weightsHash: await hashShippedWeights() })
  return { modelVersionId: id }
}
