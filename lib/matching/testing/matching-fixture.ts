/** An organisation with a job, people and vectors, for database tests of ranking, shortlists and comparisons. */
import { randomUUID } from 'node:crypto'
import type { Actor } from '#lib/actor.ts'
import type { Database } from '#lib/db/client.ts'
import { createBaseModelVersion } from '#lib/db/queries/model-versions.ts'
import { memberships, organizations, users } from '#lib/db/schema/accounts.ts'
import { candidates, profiles } from '#lib/db/schema/candidates.ts'
import { jobs, jobVersions } from '#lib/db/schema/jobs.ts'
import { embeddings, modelVersions, passages } from '#lib/db/schema/models.ts'

export interface TestOrganization {
  organizationId: string
  actor: Actor
  modelVersionId: string
  jobId: string
  jobVersionId: string
}

export interface TestPerson {
  name?: string | null
  headline?: string | null
  email?: string
  phone?: string
  text?: string
  facts?: typeof profiles.$inferInsert.facts
  createdAt?: Date
  /** Absent: not encoded yet. */
  vector?: readonly number[]
  windows?: readonly { start: number; end: number; vector: readonly number[] }[]
}

export async function makeOrganization(db: Database, jobVector: readonly number[] | null = [1, 0, 0, 0]): Promise<TestOrganization> {
  const [organization] = await db.insert(organizations).values({ name: `Organisation ${randomUUID()}` }).returning()
  const organizationId = organization!.id
  const actor = await makeMember(db, organizationId, 'owner')
  const { id: modelVersionId } = await db.transaction((tx) => createBaseModelVersion(tx, { organizationId, weightsHash: 'test' }))
  const { jobId, jobVersionId } = await makeJob(db, { organizationId, modelVersionId, vector: jobVector })
  return { organizationId, actor, modelVersionId, jobId, jobVersionId }
}

export async function makeMember(db: Database, organizationId: string, role: Actor['role']): Promise<Actor> {
  const [user] = await db.insert(users).values({ name: `Person ${role}`, email: `${randomUUID()}@test.example`, passwordHash: '' }).returning()
  await db.insert(memberships).values({ organizationId, userId: user!.id, role })
  return { organizationId, userId: user!.id, role }
}

export async function makeJob(db: Database, { organizationId, modelVersionId, vector }: { organizationId: string; modelVersionId: string; vector: readonly number[] | null }): Promise<{ jobId: string; jobVersionId: string }> {
  const [job] = await db.insert(jobs).values({ organizationId }).returning()
  const jobVersionId = await makeJobVersion(db, { organizationId, modelVersionId, jobId: job!.id, number: 1, vector })
  return { jobId: job!.id, jobVersionId }
}

export async function makeJobVersion(
  db: Database,
  { organizationId, modelVersionId, jobId, number, vector }: { organizationId: string; modelVersionId: string; jobId: string; number: number; vector: readonly number[] | null },
): Promise<string> {
  const [version] = await db.insert(jobVersions).values({ organizationId, jobId, number, title: 'Nurse', text: 'We need a nurse for the night.', textHash: `job ${number}` }).returning()
  if (vector) await db.insert(embeddings).values({ organizationId, modelVersionId, jobVersionId: version!.id, sourceHash: `job ${number}`, embedding: normalised(vector) })
  return version!.id
}

export async function makePeople(db: Database, { organizationId, modelVersionId }: { organizationId: string; modelVersionId: string }, people: readonly TestPerson[]): Promise<string[]> {
  const ids: string[] = []
  for (const { name = null, headline = null, email, phone, text = `Text of ${randomUUID()}`, facts, createdAt, vector, windows = [] } of people) {
    const [candidate] = await db.insert(candidates).values({ organizationId, name, headline, email, phone, origin: 'import', createdAt }).returning()
    const candidateId = candidate!.id
    const textHash = randomUUID()
    ids.push(candidateId)
    await db.insert(profiles).values({ candidateId, organizationId, text, textHash, facts })
    if (!vector) continue
    await db.insert(embeddings).values({ organizationId, modelVersionId, candidateId, sourceHash: textHash, embedding: normalised(vector) })
    for (const [position, window] of windows.entries()) {
      await db.insert(passages).values({ organizationId, modelVersionId, candidateId, position, startOffset: window.start, endOffset: window.end, embedding: normalised(window.vector) })
    }
  }
  return ids
}

export async function makeModelVersion(db: Database, { organizationId, number, folder = `models/${number}` }: { organizationId: string; number: number; folder?: string }): Promise<string> {
  const [version] = await db.insert(modelVersions).values({ organizationId, number, stage: 'rankpo', folder, weightsHash: `weights ${number}` }).returning()
  return version!.id
}

/** Gives people who have a vector under one version another under a second one. */
export async function copyVectors(db: Database, { organizationId, from, to, change }: { organizationId: string; from: string; to: string; change: (vector: Float32Array) => readonly number[] }): Promise<void> {
  const rows = (await db.select().from(embeddings)).filter((row) => row.organizationId === organizationId && row.modelVersionId === from)
  for (const { candidateId, jobVersionId, sourceHash, embedding } of rows) {
    await db.insert(embeddings).values({ organizationId, modelVersionId: to, candidateId, jobVersionId, sourceHash, embedding: normalised(jobVersionId ? Array.from(embedding) : change(embedding)) })
  }
}

export function normalised(vector: readonly number[]): Float32Array {
  const length = Math.hypot(...vector)
  return Float32Array.from(vector, (value) => value / length)
}
