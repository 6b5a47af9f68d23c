/** Vectors of candidates and jobs: what lacks one, and writing them. A vector is current while its source hash is that of the text. */
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { Database, Transaction } from '../client.ts'
import { profiles } from '../schema/candidates.ts'
import { jobVersions, jobs } from '../schema/jobs.ts'
import { embeddings, passages } from '../schema/models.ts'

interface UnderModel {
  organizationId: string
  modelVersionId: string
}

export interface CandidateToEmbed {
  candidateId: string
  text: string
  textHash: string
}

export interface JobVersionToEmbed {
  jobVersionId: string
  title: string
  text: string
  textHash: string
}

export interface CandidateVectors {
  candidateId: string
  sourceHash: string
  embedding: Float32Array
  windows: readonly { start: number; end: number; embedding: Float32Array }[]
  isTruncated: boolean
}

const candidateLacksVector = ({ organizationId, modelVersionId }: UnderModel): SQL => sql`${profiles.organizationId} = ${organizationId} and not exists (
  select from ${embeddings} e where e.model_version_id = ${modelVersionId} and e.candidate_id = ${profiles.candidateId} and e.source_hash = ${profiles.textHash})`

/** Only the newest version of a job's text is ranked, so only that one needs a vector. */
const jobVersionLacksVector = ({ organizationId, modelVersionId }: UnderModel): SQL => sql`${jobVersions.organizationId} = ${organizationId} and not exists (
  select from ${jobVersions} newer where newer.job_id = ${jobVersions.jobId} and newer.number > ${jobVersions.number}) and not exists (
  select from ${embeddings} e where e.model_version_id = ${modelVersionId} and e.job_version_id = ${jobVersions.id})`

export function listCandidatesToEmbed(db: Database, { limit, ...model }: UnderModel & { limit: number }): Promise<CandidateToEmbed[]> {
  return db
    .select({ candidateId: profiles.candidateId, text: profiles.text, textHash: profiles.textHash })
    .from(profiles)
    .where(candidateLacksVector(model))
    .orderBy(profiles.createdAt, profiles.candidateId)
    .limit(limit)
}

export function listJobVersionsToEmbed(db: Database, { limit, ...model }: UnderModel & { limit: number }): Promise<JobVersionToEmbed[]> {
  return db
    .select({ jobVersionId: jobVersions.id, title: jobVersions.title, text: jobVersions.text, textHash: jobVersions.textHash })
    .from(jobVersions)
    .where(jobVersionLacksVector(model))
    .orderBy(jobVersions.createdAt, jobVersions.id)
    .limit(limit)
}

export async function countTextsToEmbed(db: Database, model: UnderModel): Promise<{ candidates: number; jobs: number }> {
  const [row] = await db.execute<{ candidates: number; jobs: number }>(sql`
    select (select count(*)::int from ${profiles} where ${candidateLacksVector(model)}) as candidates,
           (select count(*)::int from ${jobVersions} where ${jobVersionLacksVector(model)}) as jobs`)
  return row!
}

/** Every text that is ranked: candidates with a profile, and jobs. */
export async function countTexts(db: Database, { organizationId }: { organizationId: string }): Promise<number> {
  return (await db.$count(profiles, eq(profiles.organizationId, organizationId))) + (await db.$count(jobs, eq(jobs.organizationId, organizationId)))
}

export async function findJobVersionToEmbed(db: Database, { organizationId, modelVersionId, jobVersionId }: UnderModel & { jobVersionId: string }): Promise<(JobVersionToEmbed & { hasEmbedding: boolean }) | null> {
  const [row] = await db
    .select({
      jobVersionId: jobVersions.id,
      title: jobVersions.title,
      text: jobVersions.text,
      textHash: jobVersions.textHash,
      hasEmbedding: sql<boolean>`${embeddings.id} is not null`,
    })
    .from(jobVersions)
    .leftJoin(embeddings, and(eq(embeddings.organizationId, organizationId), eq(embeddings.modelVersionId, modelVersionId), eq(embeddings.jobVersionId, jobVersions.id)))
    .where(and(eq(jobVersions.organizationId, organizationId), eq(jobVersions.id, jobVersionId)))
  return row ?? null
}

/** Writes what is still wanted: people erased, and texts changed, while they were encoded are left out. Returns how many were written. */
export async function saveCandidateVectors(tx: Transaction, { organizationId, modelVersionId, rows }: UnderModel & { rows: readonly CandidateVectors[] }): Promise<number> {
  const stillThere = await tx
    .select({ candidateId: profiles.candidateId, textHash: profiles.textHash })
    .from(profiles)
    .where(and(eq(profiles.organizationId, organizationId), inArray(profiles.candidateId, rows.map(({ candidateId }) => candidateId))))
    .for('share')
  const hashes = new Map(stillThere.map(({ candidateId, textHash }) => [candidateId, textHash]))
  const wanted = rows.filter(({ candidateId, sourceHash }) => hashes.get(candidateId) === sourceHash)
  if (wanted.length === 0) return 0
  const model = { organizationId, modelVersionId }
  const ids = wanted.map(({ candidateId }) => candidateId)
  await tx.delete(passages).where(and(eq(passages.organizationId, organizationId), eq(passages.modelVersionId, modelVersionId), inArray(passages.candidateId, ids)))
  await tx
    .insert(embeddings)
    .values(wanted.map(({ candidateId, sourceHash, embedding, isTruncated }) => ({ ...model, candidateId, sourceHash, embedding, isTruncated })))
    .onConflictDoUpdate({
      target: [embeddings.modelVersionId, embeddings.candidateId],
      targetWhere: sql`candidate_id is not null`,
      set: { sourceHash: sql`excluded.source_hash`, embedding: sql`excluded.embedding`, isTruncated: sql`excluded.is_truncated`, createdAt: sql`clock_timestamp()` },
    })
  const windows = wanted.flatMap(({ candidateId, windows }) => windows.map(({ start, end, embedding }, position) => ({ ...model, candidateId, position, startOffset: start, endOffset: end, embedding })))
  if (windows.length > 0) await tx.insert(passages).values(windows).onConflictDoNothing()
  return wanted.length
}

export async function saveJobVector(db: Database, { organizationId, modelVersionId, jobVersionId, sourceHash, embedding, isTruncated }: UnderModel & { jobVersionId: string; sourceHash: string; embedding: Float32Array; isTruncated: boolean }): Promise<void> {
  await db
    .insert(embeddings)
    .values({ organizationId, modelVersionId, jobVersionId, sourceHash, embedding, isTruncated })
    .onConflictDoNothing()
}
