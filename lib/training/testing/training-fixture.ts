/** An organisation that has answered enough comparisons to train, for database tests. Its texts are made-up words that a tiny model knows: w0 to w499. */
import { randomUUID } from 'node:crypto'
import type { Actor } from '../../actor.ts'
import type { Database } from '../../db/client.ts'
import { memberships, organizations, users } from '../../db/schema/accounts.ts'
import { candidates, profiles } from '../../db/schema/candidates.ts'
import { jobs, jobVersions } from '../../db/schema/jobs.ts'
import { preferencePairs, shortlistEntries } from '../../db/schema/matching.ts'
import type { Answer } from '../../db/schema/matching.ts'
import { modelVersions } from '../../db/schema/models.ts'

export interface TrainingOrganization {
  organizationId: string
  admin: Actor
  liveModelVersionId: string
  jobs: { jobId: string; jobVersionId: string }[]
  candidateIds: string[]
}

const JOBS = 6
const CANDIDATES = 24

export async function makeTrainingOrganization(db: Database, { modelFolder = null }: { modelFolder?: string | null } = {}): Promise<TrainingOrganization> {
  const [organization] = await db.insert(organizations).values({ name: `Organisation ${randomUUID()}` }).returning()
  const organizationId = organization!.id
  const admin = await makeColleague(db, organizationId, 'admin')
  const [live] = await db
    .insert(modelVersions)
    .values({ organizationId, number: 1, stage: 'base', folder: modelFolder, weightsHash: 'test', state: 'live', promotedAt: new Date() })
    .returning()
  const people = await db.insert(candidates).values(Array.from({ length: CANDIDATES }, () => ({ organizationId, origin: 'import' as const }))).returning()
  await db.insert(profiles).values(people.map(({ id: candidateId }, index) => ({ candidateId, organizationId, text: personText(index), textHash: `person ${index}` })))
  const made = await db.insert(jobs).values(Array.from({ length: JOBS }, () => ({ organizationId }))).returning()
  const versions = await db
    .insert(jobVersions)
    .values(made.map(({ id: jobId }, index) => ({
      organizationId, jobId, number: 1, title: `w${index * 4 + 1}`, text: `w${400 + index} w${410 + index} w${420 + index}`, textHash: `job ${index}`,
      requirements: [{ id: 'must', text: `w${index * 4} w${index * 4 + 1}`, level: 'must' as const, span: null }],
    })))
    .returning()
  return {
    organizationId, admin, liveModelVersionId: live!.id,
    jobs: made.map(({ id }) => ({ jobId: id, jobVersionId: versions.find(({ jobId }) => jobId === id)!.id })),
    candidateIds: people.map(({ id }) => id),
  }
}

/** Four people in a row share the words that one job asks for. */
function personText(index: number): string {
  const group = Math.floor(index / 4) * 4
  return [`w${group}`, `w${group + 1}`, ...Array.from({ length: 10 }, (_, word) => `w${30 + ((index * 17 + word * 5) % 300)}`)].join(' ')
}

export async function makeColleague(db: Database, organizationId: string, role: Actor['role']): Promise<Actor> {
  const [user] = await db.insert(users).values({ name: `A ${role}`, email: `${randomUUID()}@test.example`, passwordHash: '' }).returning()
  await db.insert(memberships).values({ organizationId, userId: user!.id, role })
  return { organizationId, userId: user!.id, role }
}

/** Answers that prefer the person with the lower index; the sides alternate. */
export async function answerPairs(
  db: Database,
  { organizationId, jobs: all, candidateIds, admin }: TrainingOrganization,
  { count, split = 'train', answer, from = 0 }: { count: number; split?: 'train' | 'holdout'; answer?: Answer; from?: number },
): Promise<void> {
  await db.insert(preferencePairs).values(
    Array.from({ length: count }, (_, offset) => {
      const index = from + offset
      const job = all[index % all.length]!
      const better = index % (CANDIDATES - 1)
      const worse = better + 1 + (Math.floor(index / CANDIDATES) % (CANDIDATES - 1 - better))
      const [left, right] = index % 2 === 0 ? [better, worse] : [worse, better]
      return {
        organizationId, ...job, leftCandidateId: candidateIds[left]!, rightCandidateId: candidateIds[right]!, askedTo: admin.userId, isBlind: true, split,
        why: split === 'train' ? ('near_in_rank' as const) : ('random' as const), answer: answer ?? (index % 2 === 0 ? ('left' as const) : ('right' as const)),
        answeredAt: new Date(Date.UTC(2026, 0, 1) + index * 1000),
      }
    }),
  )
}

export async function rejectCandidate(db: Database, { organizationId, jobs: all, candidateIds }: TrainingOrganization, { job, candidate }: { job: number; candidate: number }): Promise<void> {
  await db.insert(shortlistEntries).values({ organizationId, jobId: all[job]!.jobId, candidateId: candidateIds[candidate]!, position: 1, stage: 'rejected' })
}
