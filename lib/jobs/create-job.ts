/** Posts a job: its first version and the task that encodes it, in one transaction. */
import { requireRole } from '../actor.ts'
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import { recordAudit } from '../db/queries/audit-events.ts'
import { createJobRow, createJobVersion } from '../db/queries/jobs.ts'
import type { Services } from '../services.ts'
import { newJob } from '../validation/jobs.ts'
import type { NewJob } from '../validation/jobs.ts'
import { checkJob } from './check-job.ts'

export interface CreatedJob {
  jobId: string
  jobVersionId: string
  title: string
  isTitleDerived: boolean
}

export async function createJob({ db, queue }: Services, actor: Actor, input: NewJob): Promise<CreatedJob> {
  requireRole(actor, 'recruiter')
  const { isTitleDerived, ...text } = checkJob(newJob, input)
  const { organizationId, userId } = actor
  return withOrganization(db, organizationId, async (tx) => {
    const { id: jobId } = await createJobRow(tx, { organizationId, createdBy: userId })
    const { id: jobVersionId } = await createJobVersion(tx, { organizationId, jobId, number: 1, createdBy: userId, ...text })
    await queue.enqueue(tx, 'embed-job', { organizationId, jobVersionId })
    await recordAudit(tx, actor, 'job.created', jobId)
    return { jobId, jobVersionId, title: text.title, isTitleDerived }
  })
}
