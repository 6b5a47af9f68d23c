/** Comparisons: asked, answered, taken back, counted. */
import { and, asc, desc, eq, isNotNull, isNull, ne, sql } from 'drizzle-orm'
import type { Database, Transaction } from '../client.ts'
import { organizations } from '../schema/accounts.ts'
import { candidates, profiles } from '../schema/candidates.ts'
import { preferencePairs } from '../schema/matching.ts'
import type { Answer } from '../schema/matching.ts'
import { passages } from '../schema/models.ts'

export type PreferencePairRow = typeof preferencePairs.$inferSelect

interface OfPerson {
  organizationId: string
  jobId: string
  userId: string
}

const ofPerson = ({ organizationId, jobId, userId }: OfPerson) => and(eq(preferencePairs.organizationId, organizationId), eq(preferencePairs.jobId, jobId), eq(preferencePairs.askedTo, userId))

/** The oldest question that this person has not answered: one taken back comes before one that was only shown. */
export async function findOpenPair(db: Database, { besidesPairId, ...person }: OfPerson & { besidesPairId?: string }): Promise<PreferencePairRow | null> {
  const [row] = await db.select().from(preferencePairs).where(and(ofPerson(person), isNull(preferencePairs.answer), besidesPairId === undefined ? undefined : ne(preferencePairs.id, besidesPairId))).orderBy(asc(preferencePairs.createdAt), asc(preferencePairs.id)).limit(1)
  return row ?? null
}

export async function findLastAnsweredPair(db: Database, person: OfPerson): Promise<PreferencePairRow | null> {
  const [row] = await db.select().from(preferencePairs).where(and(ofPerson(person), isNotNull(preferencePairs.answer))).orderBy(desc(preferencePairs.answeredAt), desc(preferencePairs.id)).limit(1)
  return row ?? null
}

export function listAskedPairs(db: Database, { organizationId, jobId }: { organizationId: string; jobId: string }): Promise<{ leftCandidateId: string; rightCandidateId: string }[]> {
  return db
    .select({ leftCandidateId: preferencePairs.leftCandidateId, rightCandidateId: preferencePairs.rightCandidateId })
    .from(preferencePairs)
    .where(and(eq(preferencePairs.organizationId, organizationId), eq(preferencePairs.jobId, jobId)))
}

export async function createPair(tx: Transaction, pair: Omit<typeof preferencePairs.$inferInsert, 'id' | 'answer' | 'answeredAt' | 'tookMs' | 'createdAt'>): Promise<PreferencePairRow> {
  const [row] = await tx.insert(preferencePairs).values({ ...pair, createdAt: sql`clock_timestamp()` }).returning()
  return row!
}

/** Takes the row, so that of two answers at once one sees the other. */
export async function lockPair(tx: Transaction, { organizationId, pairId }: { organizationId: string; pairId: string }): Promise<PreferencePairRow | null> {
  const [row] = await tx.select().from(preferencePairs).where(and(eq(preferencePairs.organizationId, organizationId), eq(preferencePairs.id, pairId))).for('update')
  return row ?? null
}

export async function writeAnswer(tx: Transaction, { organizationId, pairId, answer, tookMs }: { organizationId: string; pairId: string; answer: Answer | null; tookMs: number | null }): Promise<void> {
  await tx
    .update(preferencePairs)
    .set({ answer, tookMs, answeredAt: answer === null ? null : sql`clock_timestamp()` })
    .where(and(eq(preferencePairs.organizationId, organizationId), eq(preferencePairs.id, pairId)))
}

/** A question shown again is answered for the job as it reads now. */
export async function setPairJobVersion(tx: Transaction, { organizationId, pairId, jobVersionId }: { organizationId: string; pairId: string; jobVersionId: string }): Promise<void> {
  await tx.update(preferencePairs).set({ jobVersionId }).where(and(eq(preferencePairs.organizationId, organizationId), eq(preferencePairs.id, pairId)))
}

export interface AnswerCounts {
  left: number
  right: number
  tie: number
  skip: number
  /** All answers, ties and skips included. */
  total: number
  /** Answers left or right that are never trained on. */
  holdout: number
}

export async function countAnswerRows(db: Database, { organizationId, jobId }: { organizationId: string; jobId?: string }): Promise<AnswerCounts> {
  const count = (condition: ReturnType<typeof sql>) => sql<number>`(count(*) filter (where ${condition}))::int`
  const [row] = await db
    .select({
      left: count(sql`${preferencePairs.answer} = 'left'`),
      right: count(sql`${preferencePairs.answer} = 'right'`),
      tie: count(sql`${preferencePairs.answer} = 'tie'`),
      skip: count(sql`${preferencePairs.answer} = 'skip'`),
      total: count(sql`${preferencePairs.answer} is not null`),
      holdout: count(sql`${preferencePairs.answer} in ('left', 'right') and ${preferencePairs.split} = 'holdout'`),
    })
    .from(preferencePairs)
    .where(and(eq(preferencePairs.organizationId, organizationId), jobId === undefined ? undefined : eq(preferencePairs.jobId, jobId)))
  return row!
}

export async function hidesNames(db: Database, { organizationId }: { organizationId: string }): Promise<boolean> {
  const [row] = await db.select({ hidesNames: organizations.hidesNames }).from(organizations).where(eq(organizations.id, organizationId))
  return row?.hidesNames ?? true
}

export interface ComparedRow {
  candidateId: string
  name: string | null
  headline: string | null
  email: string | null
  phone: string | null
  text: string
  facts: typeof profiles.$inferSelect.facts
}

export async function findComparedCandidate(db: Database, { organizationId, candidateId }: { organizationId: string; candidateId: string }): Promise<ComparedRow | null> {
  const [row] = await db
    .select({ candidateId: candidates.id, name: candidates.name, headline: candidates.headline, email: candidates.email, phone: candidates.phone, text: profiles.text, facts: profiles.facts })
    .from(candidates)
    .innerJoin(profiles, and(eq(profiles.candidateId, candidates.id), eq(profiles.organizationId, organizationId)))
    .where(and(eq(candidates.organizationId, organizationId), eq(candidates.id, candidateId)))
  return row ?? null
}

/** The first windows of two texts have the same vector only when they are the same tokens: such a pair teaches nothing. */
export async function haveEqualBeginnings(db: Database, { organizationId, modelVersionId, candidateIds: [a, b] }: { organizationId: string; modelVersionId: string; candidateIds: readonly [string, string] }): Promise<boolean> {
  const [row] = await db.execute<{ is_equal: boolean }>(sql`
    select coalesce(bool_or((x.embedding <-> y.embedding) < 1e-4), false) as is_equal
    from ${passages} x, ${passages} y
    where x.organization_id = ${organizationId} and x.model_version_id = ${modelVersionId} and x.candidate_id = ${a} and x.position = 0
      and y.organization_id = ${organizationId} and y.model_version_id = ${modelVersionId} and y.candidate_id = ${b} and y.position = 0`)
  return row!.is_equal
}
