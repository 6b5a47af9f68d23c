/** Saves a changed job as its next version; an unchanged one keeps the version it has. */
import { isDeepStrictEqual } from 'node:util'
import { requireRole } from '../actor.ts'
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import { recordAudit } from '../db/queries/audit-events.ts'
import { createJobVersion, lockJobVersion } from '../db/queries/jobs.ts'
import type { Services } from '../services.ts'
import { jobChange } from '../validation/jobs.ts'
import type { JobChange } from '../validation/jobs.ts'
import { checkJob } from './check-job.ts'
import type { CheckedJob } from './check-job.ts'
import { jobNotFound } from './job-not-found.ts'

export interface UpdatedJob {
  jobVersionId: string
  versionNumber: number
  /** False when nothing was changed, so that there is no new version. */
  isChanged: boolean
  title: string
  isTitleDerived: boolean
}

export async function updateJob({ db, queue }: Services, actor: Actor, input: JobChange): Promise<UpdatedJob> {
  requireRole(actor, 'recruiter')
  const { isTitleDerived, ...next } = checkJob(jobChange, input)
  const { organizationId, userId } = actor
  const { jobId } = input
  return withOrganization(db, organizationId, async (tx) => {
    const current = await lockJobVersion(tx, { organizationId, jobId })
    if (!current) throw jobNotFound(actor, jobId)
    const about = { title: next.title, isTitleDerived }
    if (isSame(current, next)) return { jobVersionId: current.id, versionNumber: current.number, isChanged: false, ...about }
    const number = current.number + 1
    const { id: jobVersionId } = await createJobVersion(tx, { organizationId, jobId, number, createdBy: userId, ...next })
    await queue.enqueue(tx, 'embed-job', { organizationId, jobVersionId })
    await recordAudit(tx, actor, 'job.updated', jobId, { number })
    return { jobVersionId, versionNumber: number, isChanged: true, ...about }
  })
}

function isSame(current: Omit<CheckedJob, 'isTitleDerived'>, next: Omit<CheckedJob, 'isTitleDerived'>): boolean {
  return current.title === next.title && current.location === next.location && current.text === next.text && isDeepStrictEqual(current.requirements, next.requirements)
}
