/** Model versions of an organisation and which of them is live. Knows rows only, neither weights nor vectors. */
import { and, desc, eq, getTableColumns, inArray, isNotNull, isNull, max, ne, sql } from 'drizzle-orm'
import { AppError } from '../../errors.ts'
import type { Database, Transaction } from '../client.ts'
import { organizations } from '../schema/accounts.ts'
import { profiles } from '../schema/candidates.ts'
import { auditEvents } from '../schema/matching.ts'
import { embeddings, modelVersions, trainingRuns } from '../schema/models.ts'
import type { EvaluationMetrics, ModelLineage } from '../schema/models.ts'

export type ModelVersionRow = typeof modelVersions.$inferSelect

interface InOrganization {
  organizationId: string
}

export async function findLiveModelVersion(db: Database, { organizationId }: InOrganization): Promise<ModelVersionRow | null> {
  const [row] = await db.select().from(modelVersions).where(and(eq(modelVersions.organizationId, organizationId), eq(modelVersions.state, 'live')))
  return row ?? null
}

export async function getLiveModelVersion(db: Database, { organizationId }: InOrganization): Promise<ModelVersionRow> {
  const row = await findLiveModelVersion(db, { organizationId })
  if (!row) throw new AppError('unavailable', `organisation ${organizationId} has no live model version`, { userMessage: 'No model is live yet. Try again in a moment.' })
  return row
}

export async function findModelVersion(db: Database, { organizationId, modelVersionId }: InOrganization & { modelVersionId: string }): Promise<ModelVersionRow | null> {
  const [row] = await db.select().from(modelVersions).where(and(eq(modelVersions.organizationId, organizationId), eq(modelVersions.id, modelVersionId)))
  return row ?? null
}

/** The version that was live before the one that is: the last other one to have been promoted. */
export async function findPreviousModelVersion(db: Database, { organizationId, modelVersionId }: InOrganization & { modelVersionId: string }): Promise<ModelVersionRow | null> {
  const [row] = await db
    .select()
    .from(modelVersions)
    .where(and(eq(modelVersions.organizationId, organizationId), ne(modelVersions.id, modelVersionId), isNotNull(modelVersions.promotedAt)))
    .orderBy(desc(modelVersions.promotedAt), desc(modelVersions.number))
    .limit(1)
  return row ?? null
}

/** The newest version made of the shipped encoder; with a hash: of that very encoder. */
export async function findBaseModelVersion(db: Database, { organizationId, weightsHash }: InOrganization & { weightsHash?: string }): Promise<ModelVersionRow | null> {
  const [row] = await db
    .select()
    .from(modelVersions)
    .where(and(eq(modelVersions.organizationId, organizationId), isNull(modelVersions.folder), weightsHash === undefined ? undefined : eq(modelVersions.weightsHash, weightsHash)))
    .orderBy(desc(modelVersions.number))
    .limit(1)
  return row ?? null
}

/** The first version is live at once; a later one waits to be promoted. */
export async function createBaseModelVersion(tx: Transaction, { organizationId, weightsHash }: InOrganization & { weightsHash: string }): Promise<ModelVersionRow> {
  const [last] = await tx.select({ number: max(modelVersions.number) }).from(modelVersions).where(eq(modelVersions.organizationId, organizationId))
  const isFirst = last?.number == null
  const [row] = await tx
    .insert(modelVersions)
    .values({
      organizationId,
      number: (last?.number ?? 0) + 1,
      stage: 'base',
      weightsHash,
      state: isFirst ? 'live' : 'candidate',
      reason: isFirst ? 'The encoder that comes with the product' : 'The encoder that comes with the product was updated',
      promotedAt: isFirst ? sql`clock_timestamp()` : null,
    })
    .returning()
  return row!
}

export async function updateEmbeddingProgress(
  db: Database,
  { organizationId, modelVersionId, ...progress }: InOrganization & { modelVersionId: string } & Partial<Pick<ModelVersionRow, 'state' | 'embeddedCount' | 'embedTotal' | 'embedStartedAt' | 'embedError'>>,
): Promise<void> {
  await db.update(modelVersions).set(progress).where(and(eq(modelVersions.organizationId, organizationId), eq(modelVersions.id, modelVersionId)))
}

/**
 * Makes a version the live one, in the caller's transaction: whoever reads sees the old one or the new one, never none or both.
 * Returns the version that was live, or null when this one already was.
 */
export async function switchLiveModel(
  tx: Transaction,
  { organizationId, modelVersionId, actorId, reason, action }: InOrganization & { modelVersionId: string; actorId: string | null; reason: string; action: 'model.promoted' | 'model.rolled_back' },
): Promise<ModelVersionRow | null> {
  const versions = await tx.select().from(modelVersions).where(eq(modelVersions.organizationId, organizationId)).orderBy(modelVersions.number).for('update')
  const next = versions.find(({ id }) => id === modelVersionId)
  if (!next) throw new AppError('not_found', `model version ${modelVersionId} is not in organisation ${organizationId}`, { userMessage: 'This model version does not exist.' })
  if (next.state === 'live') return null
  const previous = versions.find(({ state }) => state === 'live')
  if (previous) await tx.update(modelVersions).set({ state: 'retired' }).where(and(eq(modelVersions.organizationId, organizationId), eq(modelVersions.id, previous.id)))
  await tx
    .update(modelVersions)
    .set({ state: 'live', promotedAt: sql`clock_timestamp()`, reason, embedError: null })
    .where(and(eq(modelVersions.organizationId, organizationId), eq(modelVersions.id, modelVersionId)))
  await tx.insert(auditEvents).values({ organizationId, actorId, action, subjectId: modelVersionId, details: { number: next.number, previousNumber: previous?.number ?? null, reason } })
  return previous ?? null
}

/** Newest first, each with the training run that made it. */
export function listModelVersionRows(db: Database, { organizationId }: InOrganization) {
  return db
    .select({ ...getTableColumns(modelVersions), trainingRunId: trainingRuns.id })
    .from(modelVersions)
    .leftJoin(trainingRuns, and(eq(trainingRuns.resultModelVersionId, modelVersions.id), eq(trainingRuns.organizationId, organizationId)))
    .where(eq(modelVersions.organizationId, organizationId))
    .orderBy(desc(modelVersions.number))
}

/** What a training run made; it waits for somebody to promote it. */
export async function createTrainedModelVersion(
  tx: Transaction,
  values: InOrganization & { parentId: string; folder: string; weightsHash: string; metrics: EvaluationMetrics; lineage: ModelLineage },
): Promise<{ id: string; number: number }> {
  const numbers = await tx.select({ number: modelVersions.number }).from(modelVersions).where(eq(modelVersions.organizationId, values.organizationId)).for('update')
  const [row] = await tx
    .insert(modelVersions)
    .values({ ...values, number: Math.max(0, ...numbers.map(({ number }) => number)) + 1, stage: 'rankpo', state: 'candidate' })
    .returning({ id: modelVersions.id, number: modelVersions.number })
  return row!
}

/** False when the version may not go live now: it is live or on its way, or another one is. */
export async function markModelEmbedding(tx: Transaction, { organizationId, modelVersionId, reason }: InOrganization & { modelVersionId: string; reason: string }): Promise<boolean> {
  const versions = await tx.select({ id: modelVersions.id, state: modelVersions.state }).from(modelVersions).where(eq(modelVersions.organizationId, organizationId)).orderBy(modelVersions.number).for('update')
  if (versions.some(({ state }) => state === 'embedding')) return false
  const marked = await tx
    .update(modelVersions)
    .set({ state: 'embedding', reason, embeddedCount: 0, embedTotal: 0, embedStartedAt: null, embedError: null })
    .where(and(eq(modelVersions.organizationId, organizationId), eq(modelVersions.id, modelVersionId), inArray(modelVersions.state, ['candidate', 'retired'])))
    .returning({ id: modelVersions.id })
  return marked.length > 0
}

/** How many people there are, and how many of them have a vector of their present text under a version. */
export async function countVectorCoverage(db: Database, { organizationId, modelVersionId }: InOrganization & { modelVersionId: string }): Promise<{ total: number; covered: number }> {
  const [row] = await db
    .select({ total: sql<number>`count(*)::int`, covered: sql<number>`count(${embeddings.id})::int` })
    .from(profiles)
    .leftJoin(embeddings, and(eq(embeddings.modelVersionId, modelVersionId), eq(embeddings.candidateId, profiles.candidateId), eq(embeddings.sourceHash, profiles.textHash)))
    .where(eq(profiles.organizationId, organizationId))
  return { total: row?.total ?? 0, covered: row?.covered ?? 0 }
}

/** Versions on their way for which no task is left, because its attempts were used up, wait for a person again. */
export async function releaseAbandonedPromotions(db: Database, { organizationId, embedError }: InOrganization & { embedError: string }): Promise<void> {
  await db
    .update(modelVersions)
    .set({ state: sql`case when ${modelVersions.promotedAt} is null then 'candidate' else 'retired' end`, embedError })
    .where(and(
      eq(modelVersions.organizationId, organizationId),
      eq(modelVersions.state, 'embedding'),
      sql`not exists (select from pgboss.job task where task.name = 'promote-model' and task.state in ('created', 'retry', 'active') and task.data->>'modelVersionId' = ${modelVersions.id}::text)`,
    ))
}

/** For the worker that serves every organisation: it reads as the owner of the tables. */
export function listOrganizationIds(db: Database): Promise<{ id: string }[]> {
  return db.select({ id: organizations.id }).from(organizations).orderBy(organizations.createdAt)
}
