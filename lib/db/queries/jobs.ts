/** Jobs and the versions of their text. The current version of a job is the one with the highest number. */
import { and, asc, count, desc, eq, ilike, isNotNull, max, or, sql } from 'drizzle-orm'
import type { Database, Transaction } from '../client.ts'
import { users } from '../schema/accounts.ts'
import { jobVersions, jobs } from '../schema/jobs.ts'
import { preferencePairs, shortlistEntries } from '../schema/matching.ts'

interface InOrganization {
  organizationId: string
}

interface OfJob extends InOrganization {
  jobId: string
}

type VersionText = Pick<typeof jobVersions.$inferInsert, 'title' | 'location' | 'text' | 'textHash' | 'requirements'>

export async function createJobRow(tx: Transaction, { organizationId, createdBy }: InOrganization & { createdBy: string | null }): Promise<{ id: string }> {
  const [row] = await tx.insert(jobs).values({ organizationId, createdBy }).returning({ id: jobs.id })
  return row!
}

export async function createJobVersion(tx: Transaction, version: OfJob & VersionText & { number: number; createdBy: string | null }): Promise<{ id: string }> {
  const [row] = await tx.insert(jobVersions).values(version).returning({ id: jobVersions.id })
  return row!
}

/** The job with its current version; the row stays locked until the transaction ends, so that versions are numbered one after the other. */
export async function lockJobVersion(tx: Transaction, { organizationId, jobId }: OfJob) {
  const [job] = await tx.select({ id: jobs.id }).from(jobs).where(and(eq(jobs.organizationId, organizationId), eq(jobs.id, jobId))).for('no key update')
  if (!job) return null
  const [version] = await tx.select().from(jobVersions).where(and(eq(jobVersions.organizationId, organizationId), eq(jobVersions.jobId, jobId))).orderBy(desc(jobVersions.number)).limit(1)
  return version ?? null
}

/** False when there is no such job. */
export async function updateJobStatus(tx: Transaction, { organizationId, jobId, status }: OfJob & { status: 'open' | 'closed' }): Promise<boolean> {
  const rows = await tx
    .update(jobs)
    .set({ status, closedAt: status === 'closed' ? sql`coalesce(${jobs.closedAt}, now())` : null })
    .where(and(eq(jobs.organizationId, organizationId), eq(jobs.id, jobId)))
    .returning({ id: jobs.id })
  return rows.length > 0
}

const newestVersions = (db: Database, { organizationId }: InOrganization) =>
  db.select({ jobId: jobVersions.jobId, number: max(jobVersions.number).as('newest_number') }).from(jobVersions).where(eq(jobVersions.organizationId, organizationId)).groupBy(jobVersions.jobId).as('newest')

const shortlistedCount = (db: Database, { organizationId }: InOrganization) =>
  db.select({ count: count() }).from(shortlistEntries).where(and(eq(shortlistEntries.organizationId, organizationId), eq(shortlistEntries.jobId, jobs.id)))

const answeredPairs = (db: Database, { organizationId }: InOrganization) =>
  db.select({ count: count() }).from(preferencePairs).where(and(eq(preferencePairs.organizationId, organizationId), eq(preferencePairs.jobId, jobs.id), isNotNull(preferencePairs.answer)))

const jobColumns = (db: Database, params: InOrganization) => ({
  jobId: jobs.id,
  jobVersionId: jobVersions.id,
  status: jobs.status,
  createdAt: jobs.createdAt,
  closedAt: jobs.closedAt,
  title: jobVersions.title,
  location: jobVersions.location,
  versionNumber: jobVersions.number,
  editedAt: jobVersions.createdAt,
  shortlistedCount: sql<number>`(${shortlistedCount(db, params)})`.mapWith(Number),
  answeredPairs: sql<number>`(${answeredPairs(db, params)})`.mapWith(Number),
})

export async function findJobDetail(db: Database, { organizationId, jobId }: OfJob) {
  const [row] = await db
    .select({ ...jobColumns(db, { organizationId }), text: jobVersions.text, requirements: jobVersions.requirements })
    .from(jobs)
    .innerJoin(jobVersions, and(eq(jobVersions.jobId, jobs.id), eq(jobVersions.organizationId, organizationId)))
    .where(and(eq(jobs.organizationId, organizationId), eq(jobs.id, jobId)))
    .orderBy(desc(jobVersions.number))
    .limit(1)
  return row ?? null
}

/** Newest first; `query` words are looked for in title and location. */
export function listJobRows(db: Database, { organizationId, status, words }: InOrganization & { status?: 'open' | 'closed'; words: readonly string[] }) {
  const newest = newestVersions(db, { organizationId })
  const contains = words.map((word) => {
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`
    return or(ilike(jobVersions.title, pattern), ilike(jobVersions.location, pattern))
  })
  return db
    .select(jobColumns(db, { organizationId }))
    .from(jobs)
    .innerJoin(newest, eq(newest.jobId, jobs.id))
    .innerJoin(jobVersions, and(eq(jobVersions.jobId, jobs.id), eq(jobVersions.number, newest.number), eq(jobVersions.organizationId, organizationId)))
    .where(and(eq(jobs.organizationId, organizationId), status ? eq(jobs.status, status) : undefined, ...contains))
    .orderBy(desc(jobs.createdAt), asc(jobs.id))
}

export function listJobVersionRows(db: Database, { organizationId, jobId }: OfJob) {
  return db
    .select({
      jobVersionId: jobVersions.id,
      number: jobVersions.number,
      title: jobVersions.title,
      location: jobVersions.location,
      text: jobVersions.text,
      requirements: jobVersions.requirements,
      createdByName: users.name,
      createdAt: jobVersions.createdAt,
    })
    .from(jobVersions)
    .leftJoin(users, eq(users.id, jobVersions.createdBy))
    .where(and(eq(jobVersions.organizationId, organizationId), eq(jobVersions.jobId, jobId)))
    .orderBy(desc(jobVersions.number))
}
