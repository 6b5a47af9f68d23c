/** Candidates with their profiles. A candidate is complete: there is none without a text. */
import { and, asc, count, desc, eq, ilike, inArray, or, sql } from 'drizzle-orm'
import type { Database, Transaction } from '../client.ts'
import { candidates, profiles } from '../schema/candidates.ts'
import type { Fact } from '../schema/candidates.ts'
import { preferencePairs } from '../schema/matching.ts'
import { modelVersions } from '../schema/models.ts'

interface InOrganization {
  organizationId: string
}

interface OfCandidate extends InOrganization {
  candidateId: string
}

export interface NewCandidate {
  name: string | null
  headline: string | null
  email: string | null
  phone: string | null
  location: string | null
  externalId: string | null
  origin: 'upload' | 'import' | 'demo'
  text: string
  textHash: string
  facts: Fact[]
}

const identity = { candidateId: candidates.id, name: candidates.name, headline: candidates.headline, email: candidates.email, phone: candidates.phone, location: candidates.location, origin: candidates.origin, createdAt: candidates.createdAt }

/** Adds those whose text and external id are new, all in two statements. Gives back the ids of the added, in the order given; null where one was known. */
export async function createCandidates(tx: Transaction, { organizationId, people }: InOrganization & { people: readonly NewCandidate[] }): Promise<(string | null)[]> {
  if (people.length === 0) return []
  const rows = people.map((person) => ({ ...person, id: crypto.randomUUID(), organizationId }))
  const added = await tx
    .insert(candidates)
    .values(rows.map(({ text: _text, textHash: _hash, facts: _facts, ...candidate }) => candidate))
    .onConflictDoNothing()
    .returning({ id: candidates.id })
  const addedIds = new Set(added.map(({ id }) => id))
  const fresh = rows.filter(({ id }) => addedIds.has(id))
  if (fresh.length === 0) return rows.map(() => null)
  const profiled = await tx
    .insert(profiles)
    .values(fresh.map(({ id, text, textHash, facts }) => ({ candidateId: id, organizationId, text, textHash, facts })))
    .onConflictDoNothing()
    .returning({ id: profiles.candidateId })
  const kept = new Set(profiled.map(({ id }) => id))
  const textless = fresh.filter(({ id }) => !kept.has(id)).map(({ id }) => id)
  if (textless.length > 0) await tx.delete(candidates).where(and(eq(candidates.organizationId, organizationId), inArray(candidates.id, textless)))
  return rows.map(({ id }) => (kept.has(id) ? id : null))
}

export async function findCandidateByTextHash(db: Database, { organizationId, textHash }: InOrganization & { textHash: string }): Promise<{ candidateId: string; name: string | null } | null> {
  const [row] = await db
    .select({ candidateId: candidates.id, name: candidates.name })
    .from(profiles)
    .innerJoin(candidates, and(eq(candidates.id, profiles.candidateId), eq(candidates.organizationId, organizationId)))
    .where(and(eq(profiles.organizationId, organizationId), eq(profiles.textHash, textHash)))
  return row ?? null
}

export async function findCandidateDetail(db: Database, { organizationId, candidateId }: OfCandidate) {
  const [row] = await db
    .select({ ...identity, externalId: candidates.externalId, text: profiles.text, facts: profiles.facts })
    .from(candidates)
    .innerJoin(profiles, and(eq(profiles.candidateId, candidates.id), eq(profiles.organizationId, organizationId)))
    .where(and(eq(candidates.organizationId, organizationId), eq(candidates.id, candidateId)))
  return row ?? null
}

/** Every word must occur in the text or in one of the fields. */
function isFound(words: readonly string[]) {
  return words.map((word) => {
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`
    return or(...[candidates.name, candidates.headline, candidates.email, candidates.location, candidates.externalId, profiles.text].map((column) => ilike(column, pattern)))
  })
}

export function listCandidateRows(db: Database, { organizationId, words, limit, offset }: InOrganization & { words: readonly string[]; limit: number; offset: number }) {
  return db
    .select(identity)
    .from(candidates)
    .innerJoin(profiles, and(eq(profiles.candidateId, candidates.id), eq(profiles.organizationId, organizationId)))
    .where(and(eq(candidates.organizationId, organizationId), ...isFound(words)))
    .orderBy(desc(candidates.createdAt), asc(candidates.id))
    .limit(limit)
    .offset(offset)
}

export async function countCandidates(db: Database, { organizationId, words }: InOrganization & { words: readonly string[] }): Promise<number> {
  const [row] = await db
    .select({ count: count() })
    .from(candidates)
    .innerJoin(profiles, and(eq(profiles.candidateId, candidates.id), eq(profiles.organizationId, organizationId)))
    .where(and(eq(candidates.organizationId, organizationId), ...isFound(words)))
  return row!.count
}

export async function updateCandidateRow(tx: Transaction, { organizationId, candidateId, ...change }: OfCandidate & Partial<Pick<NewCandidate, 'name' | 'headline' | 'email' | 'phone' | 'location'>>): Promise<boolean> {
  const owned = and(eq(candidates.organizationId, organizationId), eq(candidates.id, candidateId))
  const rows = Object.values(change).some((value) => value !== undefined) ? await tx.update(candidates).set(change).where(owned).returning({ id: candidates.id }) : await tx.select({ id: candidates.id }).from(candidates).where(owned)
  return rows.length > 0
}

/** Profile, vectors, passages, pairs and shortlist entries go with the row. */
export async function deleteCandidateRow(tx: Transaction, { organizationId, candidateId }: OfCandidate): Promise<boolean> {
  const rows = await tx.delete(candidates).where(and(eq(candidates.organizationId, organizationId), eq(candidates.id, candidateId))).returning({ id: candidates.id })
  return rows.length > 0
}

/** Numbers of the model versions that learned from a pair in which this person was. */
export async function listModelsTrainedOn(db: Database, { organizationId, candidateId }: OfCandidate): Promise<number[]> {
  const pairIds = db
    .select({ id: sql<string>`${preferencePairs.id}::text` })
    .from(preferencePairs)
    .where(and(eq(preferencePairs.organizationId, organizationId), or(eq(preferencePairs.leftCandidateId, candidateId), eq(preferencePairs.rightCandidateId, candidateId))))
  const rows = await db
    .select({ number: modelVersions.number })
    .from(modelVersions)
    .where(and(eq(modelVersions.organizationId, organizationId), sql`${modelVersions.lineage} -> 'pairIds' ?| array(${pairIds})`))
    .orderBy(asc(modelVersions.number))
  return rows.map(({ number }) => number)
}
