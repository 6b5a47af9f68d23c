/** What a training run learns from, read as it stands: jobs, answers, outcomes, texts, and the live list's order. */
import { and, asc, desc, eq, inArray, isNotNull, sql } from 'drizzle-orm'
import type { Database } from '../client.ts'
import { candidates, profiles } from '../schema/candidates.ts'
import { jobVersions, jobs } from '../schema/jobs.ts'
import { preferencePairs, shortlistEntries } from '../schema/matching.ts'
import { embeddings } from '../schema/models.ts'

interface InOrganization {
  organizationId: string
}

/** The newest jobs, each with its current version. */
export function listCurrentJobVersions(db: Database, { organizationId, limit }: InOrganization & { limit: number }) {
  const newest = db.select({ id: jobs.id, createdAt: jobs.createdAt }).from(jobs).where(eq(jobs.organizationId, organizationId)).orderBy(desc(jobs.createdAt), asc(jobs.id)).limit(limit).as('newest')
  return db
    .selectDistinctOn([jobVersions.jobId], { jobId: jobVersions.jobId, jobVersionId: jobVersions.id, title: jobVersions.title, location: jobVersions.location, text: jobVersions.text, requirements: jobVersions.requirements })
    .from(jobVersions)
    .innerJoin(newest, eq(newest.id, jobVersions.jobId))
    .where(eq(jobVersions.organizationId, organizationId))
    .orderBy(jobVersions.jobId, desc(jobVersions.number))
}

export function listJobTexts(db: Database, { organizationId, jobVersionIds }: InOrganization & { jobVersionIds: readonly string[] }) {
  return db
    .select({ jobVersionId: jobVersions.id, title: jobVersions.title, text: jobVersions.text })
    .from(jobVersions)
    .where(and(eq(jobVersions.organizationId, organizationId), inArray(jobVersions.id, [...jobVersionIds])))
}

export function listGivenAnswers(db: Database, { organizationId }: InOrganization) {
  return db
    .select({
      pairId: preferencePairs.id, jobId: preferencePairs.jobId, jobVersionId: preferencePairs.jobVersionId, leftCandidateId: preferencePairs.leftCandidateId,
      rightCandidateId: preferencePairs.rightCandidateId, answer: preferencePairs.answer, answeredAt: preferencePairs.answeredAt, split: preferencePairs.split,
    })
    .from(preferencePairs)
    .where(and(eq(preferencePairs.organizationId, organizationId), isNotNull(preferencePairs.answer), isNotNull(preferencePairs.answeredAt)))
    .orderBy(asc(preferencePairs.answeredAt), asc(preferencePairs.id))
}

export function listOutcomes(db: Database, { organizationId }: InOrganization) {
  return db
    .select({ jobId: shortlistEntries.jobId, candidateId: shortlistEntries.candidateId, stage: shortlistEntries.stage, rejectionReason: shortlistEntries.rejectionReason })
    .from(shortlistEntries)
    .where(eq(shortlistEntries.organizationId, organizationId))
    .orderBy(asc(shortlistEntries.jobId), asc(shortlistEntries.candidateId))
}

/** The top of a job's list under a model version, with scores; empty while its text is not encoded. */
export async function listNearCandidates(db: Database, { organizationId, modelVersionId, jobVersionId, limit }: InOrganization & { modelVersionId: string; jobVersionId: string; limit: number }): Promise<{ candidateId: string; score: number }[]> {
  const job = db
    .select({ embedding: embeddings.embedding })
    .from(embeddings)
    .where(and(eq(embeddings.organizationId, organizationId), eq(embeddings.modelVersionId, modelVersionId), eq(embeddings.jobVersionId, jobVersionId)))
  const rows = await db
    .select({ candidateId: embeddings.candidateId, distance: sql<number | null>`${embeddings.embedding} <=> (${job})`.as('distance') })
    .from(embeddings)
    .where(and(eq(embeddings.organizationId, organizationId), eq(embeddings.modelVersionId, modelVersionId), isNotNull(embeddings.candidateId)))
    .orderBy(sql`distance`, asc(embeddings.candidateId))
    .limit(limit)
  return rows.flatMap(({ candidateId, distance }) => (distance === null ? [] : [{ candidateId: candidateId!, score: 1 - distance }]))
}

export async function listNewestCandidateIds(db: Database, { organizationId, limit }: InOrganization & { limit: number }): Promise<string[]> {
  const rows = await db
    .select({ candidateId: profiles.candidateId })
    .from(profiles)
    .where(eq(profiles.organizationId, organizationId))
    .orderBy(desc(profiles.createdAt), asc(profiles.candidateId))
    .limit(limit)
  return rows.map(({ candidateId }) => candidateId)
}

/** What the rules and a run's rows read of people; texts cut after `characters`: more than any length that a model reads. */
export function listProfilesToTeach(db: Database, { organizationId, candidateIds, characters }: InOrganization & { candidateIds: readonly string[]; characters: number }) {
  return db
    .select({ candidateId: profiles.candidateId, name: candidates.name, headline: candidates.headline, location: candidates.location, facts: profiles.facts, text: sql<string>`left(${profiles.text}, ${characters})` })
    .from(profiles)
    .innerJoin(candidates, and(eq(candidates.id, profiles.candidateId), eq(candidates.organizationId, organizationId)))
    .where(and(eq(profiles.organizationId, organizationId), inArray(profiles.candidateId, [...candidateIds])))
    .orderBy(asc(profiles.candidateId))
}

/** Stored vectors of these people and job versions that were made from their present text. */
export async function listFreshVectors(
  db: Database,
  { organizationId, modelVersionId, candidateIds, jobVersionIds }: InOrganization & { modelVersionId: string; candidateIds: readonly string[]; jobVersionIds: readonly string[] },
): Promise<{ candidates: Map<string, Float32Array>; jobVersions: Map<string, Float32Array> }> {
  const ofVersion = and(eq(embeddings.organizationId, organizationId), eq(embeddings.modelVersionId, modelVersionId))
  const ofCandidates = await db
    .select({ id: profiles.candidateId, embedding: embeddings.embedding })
    .from(embeddings)
    .innerJoin(profiles, and(eq(profiles.candidateId, embeddings.candidateId), eq(profiles.textHash, embeddings.sourceHash)))
    .where(and(ofVersion, inArray(profiles.candidateId, [...candidateIds])))
  const ofJobs = await db
    .select({ id: jobVersions.id, embedding: embeddings.embedding })
    .from(embeddings)
    .innerJoin(jobVersions, and(eq(jobVersions.id, embeddings.jobVersionId), eq(jobVersions.textHash, embeddings.sourceHash)))
    .where(and(ofVersion, inArray(jobVersions.id, [...jobVersionIds])))
  const toMap = (rows: { id: string; embedding: Float32Array }[]) => new Map(rows.map(({ id, embedding }) => [id, embedding]))
  return { candidates: toMap(ofCandidates), jobVersions: toMap(ofJobs) }
}
