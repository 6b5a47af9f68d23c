/** The shortlist of a job, in an order that people give it. */
import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Database, Transaction } from '../client.ts'
import { users } from '../schema/accounts.ts'
import { candidates } from '../schema/candidates.ts'
import { jobs } from '../schema/jobs.ts'
import { shortlistEntries } from '../schema/matching.ts'
import type { RejectionReason, ShortlistStage } from '../schema/matching.ts'

interface OfJob {
  organizationId: string
  jobId: string
}

/** Whoever changes what belongs to a job in order takes its row first, so that two people at once go one after the other. */
export async function lockJob(tx: Transaction, { organizationId, jobId }: OfJob): Promise<boolean> {
  const [row] = await tx.select({ id: jobs.id }).from(jobs).where(and(eq(jobs.organizationId, organizationId), eq(jobs.id, jobId))).for('no key update')
  return row !== undefined
}

export async function hasCandidate(db: Database, { organizationId, candidateId }: { organizationId: string; candidateId: string }): Promise<boolean> {
  const [row] = await db.select({ id: candidates.id }).from(candidates).where(and(eq(candidates.organizationId, organizationId), eq(candidates.id, candidateId)))
  return row !== undefined
}

export function listShortlistEntries(db: Database, { organizationId, jobId }: OfJob) {
  return db
    .select({
      candidateId: shortlistEntries.candidateId,
      position: shortlistEntries.position,
      stage: shortlistEntries.stage,
      rejectionReason: shortlistEntries.rejectionReason,
      note: shortlistEntries.note,
      name: candidates.name,
      headline: candidates.headline,
      location: candidates.location,
      addedByName: users.name,
      addedAt: shortlistEntries.createdAt,
      updatedAt: shortlistEntries.updatedAt,
    })
    .from(shortlistEntries)
    .innerJoin(candidates, and(eq(candidates.id, shortlistEntries.candidateId), eq(candidates.organizationId, organizationId)))
    .leftJoin(users, eq(users.id, shortlistEntries.addedBy))
    .where(and(eq(shortlistEntries.organizationId, organizationId), eq(shortlistEntries.jobId, jobId)))
    .orderBy(asc(shortlistEntries.position), asc(shortlistEntries.createdAt), asc(shortlistEntries.candidateId))
}

export async function listShortlistedIds(db: Database, { organizationId, jobId }: OfJob): Promise<string[]> {
  const rows = await db
    .select({ candidateId: shortlistEntries.candidateId })
    .from(shortlistEntries)
    .where(and(eq(shortlistEntries.organizationId, organizationId), eq(shortlistEntries.jobId, jobId)))
    .orderBy(asc(shortlistEntries.position), asc(shortlistEntries.createdAt), asc(shortlistEntries.candidateId))
  return rows.map(({ candidateId }) => candidateId)
}

/** Gives each of `order` its index as position. */
export async function writeShortlistOrder(tx: Transaction, { organizationId, jobId, order }: OfJob & { order: readonly string[] }): Promise<void> {
  if (order.length === 0) return
  const place = sql.join([sql`case ${shortlistEntries.candidateId}`, ...order.map((id, index) => sql`when ${id}::uuid then ${index}::int`), sql`end`], sql` `)
  await tx
    .update(shortlistEntries)
    .set({ position: place })
    .where(and(eq(shortlistEntries.organizationId, organizationId), eq(shortlistEntries.jobId, jobId), inArray(shortlistEntries.candidateId, [...order])))
}

export async function createShortlistEntry(tx: Transaction, entry: OfJob & { candidateId: string; position: number; addedBy: string }): Promise<boolean> {
  const rows = await tx.insert(shortlistEntries).values(entry).onConflictDoNothing().returning({ id: shortlistEntries.id })
  return rows.length > 0
}

export async function deleteShortlistEntry(tx: Transaction, { organizationId, jobId, candidateId }: OfJob & { candidateId: string }): Promise<{ stage: ShortlistStage } | null> {
  const [row] = await tx
    .delete(shortlistEntries)
    .where(and(eq(shortlistEntries.organizationId, organizationId), eq(shortlistEntries.jobId, jobId), eq(shortlistEntries.candidateId, candidateId)))
    .returning({ stage: shortlistEntries.stage })
  return row ?? null
}

/** A reason stays with a rejection alone: another stage takes it away, and nobody else gets one. Gives the stage after the change; null: nobody is there. */
export async function updateShortlistEntryRow(
  tx: Transaction,
  { organizationId, jobId, candidateId, rejectionReason, ...change }: OfJob & { candidateId: string; stage?: ShortlistStage; rejectionReason?: RejectionReason | null; note?: string },
): Promise<ShortlistStage | null> {
  const stage = change.stage === undefined ? shortlistEntries.stage : sql`${change.stage}`
  const reason = rejectionReason === undefined ? shortlistEntries.rejectionReason : sql`${rejectionReason}`
  const rows = await tx
    .update(shortlistEntries)
    .set({ ...change, rejectionReason: sql`case when ${stage} = 'rejected' then ${reason} end`, updatedAt: sql`clock_timestamp()` })
    .where(and(eq(shortlistEntries.organizationId, organizationId), eq(shortlistEntries.jobId, jobId), eq(shortlistEntries.candidateId, candidateId)))
    .returning({ stage: shortlistEntries.stage })
  return rows[0]?.stage ?? null
}
