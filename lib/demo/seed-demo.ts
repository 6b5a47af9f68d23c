/** Makes the demo organisation at the first run: invented people, jobs, shortlists and answers, all in one transaction. Once for ever: deleted, it stays deleted. */
import { hashPassword } from '../accounts/hash-password.ts'
import { readFacts } from '../candidates/read-facts.ts'
import type { Transaction } from '../db/client.ts'
import { createDemoAnswers, createDemoCandidates, createDemoOrganization, createDemoUser, createDemoShortlist } from '../db/queries/demo.ts'
import { writeNoteOnce } from '../db/queries/installation.ts'
import { createJobRow, createJobVersion } from '../db/queries/jobs.ts'
import { SHORTLIST_STAGES } from '../db/schema/matching.ts'
import { hashText } from '../documents/hash-text.ts'
import { normalizeText } from '../documents/normalize-text.ts'
import { checkJob } from '../jobs/check-job.ts'
import { ensureBaseModelVersion } from '../matching/ensure-base-model-version.ts'
import type { Queue } from '../queue/queue.ts'
import type { Services } from '../services.ts'
import { newJob } from '../validation/jobs.ts'
import { DEMO_JOBS } from './demo-jobs.ts'
import { DEMO_NOTE } from './demo-note.ts'
import { generatePeople } from './generate-people.ts'
import type { DemoPerson } from './generate-people.ts'
import { planComparisons, rankByFit } from './plan-comparisons.ts'
import { createRandom } from './random.ts'
import type { Random } from './random.ts'
import { readablePassword } from './readable-password.ts'

export const DEMO_NAME = 'Demo: Northwind Talent'
export const DEMO_EMAIL = 'demo@rankwell.example'
const SEED = 20_260
const PEOPLE_PER_OCCUPATION = 18
const COMPARISONS_PER_JOB = 12
const DAY_MS = 86_400_000
/** Jobs with a shortlist, and how long it is. */
const SHORTLISTS = [5, 4, 3, 3, 2]
const NOTES = ['Strong on everything that matters. Call first.', 'Asked about the notice period.', '', 'Second interview on Thursday.', '']

interface Demo {
  organizationId: string
  userId: string
  random: Random
  now: number
}

/** Null when there is or was a demo already. */
export async function seedDemo({ db, queue }: Services): Promise<{ email: string; password: string } | null> {
  const password = readablePassword()
  const passwordHash = await hashPassword(password)
  const isNew = await db.transaction(async (tx) => {
    if (!(await writeNoteOnce(tx, { name: DEMO_NOTE }))) return false
    const owner = await createDemoUser(tx, { name: 'Robin Demo', email: DEMO_EMAIL, passwordHash })
    if (!owner) return false
    const { id: organizationId } = await createDemoOrganization(tx, { name: DEMO_NAME, ownerId: owner.id })
    await ensureBaseModelVersion(tx, organizationId)
    await fill(tx, queue, { organizationId, userId: owner.id, random: createRandom(SEED + 1), now: Date.now() })
    return true
  })
  return isNew ? { email: DEMO_EMAIL, password } : null
}

async function fill(tx: Transaction, queue: Queue, demo: Demo): Promise<void> {
  const people = generatePeople({ seed: SEED, perOccupation: PEOPLE_PER_OCCUPATION })
  const candidateIds = await addPeople(tx, demo, people)
  for (const [index, demoJob] of DEMO_JOBS.entries()) {
    const { isTitleDerived: _, ...text } = checkJob(newJob, { title: demoJob.title, location: demoJob.location, text: demoJob.text })
    const { id: jobId } = await createJobRow(tx, { organizationId: demo.organizationId, createdBy: demo.userId })
    const { id: jobVersionId } = await createJobVersion(tx, { organizationId: demo.organizationId, jobId, number: 1, createdBy: demo.userId, ...text })
    await queue.enqueue(tx, 'embed-job', { organizationId: demo.organizationId, jobVersionId })
    const ids = { organizationId: demo.organizationId, jobId }
    await createDemoAnswers(tx, answersOf(demo, people, candidateIds, { ...ids, jobVersionId, index }))
    const best = rankByFit(people, demoJob).slice(0, SHORTLISTS[index] ?? 0)
    if (best.length > 0) await createDemoShortlist(tx, best.map((person, position) => ({ ...ids, candidateId: candidateIds[person]!, position, stage: SHORTLIST_STAGES[(best.length - 1 - position) % 3]!, note: NOTES[position] ?? '', addedBy: demo.userId })))
  }
  await queue.enqueue(tx, 'embed-candidates', { organizationId: demo.organizationId }, { singletonKey: demo.organizationId })
}

async function addPeople(tx: Transaction, { organizationId, random, now }: Demo, people: readonly DemoPerson[]): Promise<string[]> {
  const rows = people.map(({ name, headline, email, phone, location, text }) => {
    const kept = normalizeText(text)
    return { id: crypto.randomUUID(), organizationId, name, headline, email, phone, location, origin: 'demo' as const, createdAt: new Date(now - random.int(1, 60) * DAY_MS - random.int(0, DAY_MS)), text: kept, textHash: hashText(kept), facts: readFacts(kept) }
  })
  await createDemoCandidates(tx, rows)
  return rows.map(({ id }) => id)
}

function answersOf({ organizationId, userId, random, now }: Demo, people: readonly DemoPerson[], candidateIds: readonly string[], { jobId, jobVersionId, index }: { jobId: string; jobVersionId: string; index: number }) {
  const startedAt = now - (14 - index) * DAY_MS
  return planComparisons(random, { people, job: DEMO_JOBS[index]!, count: COMPARISONS_PER_JOB }).map(({ left, right, why, split, answer, tookMs }, place) => {
    const answeredAt = new Date(startedAt + place * 45_000)
    return { organizationId, jobId, jobVersionId, leftCandidateId: candidateIds[left]!, rightCandidateId: candidateIds[right]!, askedTo: userId, why, split, isBlind: true, answer, answeredAt, tookMs, createdAt: new Date(answeredAt.getTime() - tookMs) }
  })
}
