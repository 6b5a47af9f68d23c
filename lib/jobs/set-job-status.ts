/** Opens or closes a job and records who did. */
import { requireRole } from '../actor.ts'
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import { recordAudit } from '../db/queries/audit-events.ts'
import { updateJobStatus } from '../db/queries/jobs.ts'
import type { Services } from '../services.ts'
import type { JobTarget } from '../validation/jobs.ts'
import { jobNotFound } from './job-not-found.ts'

export async function setJobStatus({ db }: Services, actor: Actor, { jobId, status }: JobTarget & { status: 'open' | 'closed' }): Promise<void> {
  requireRole(actor, 'recruiter')
  const { organizationId } = actor
  await withOrganization(db, organizationId, async (tx) => {
    if (!(await updateJobStatus(tx, { organizationId, jobId, status }))) throw jobNotFound(actor, jobId)
    await recordAudit(tx, actor, status === 'open' ? 'job.reopened' : 'job.closed', jobId)
  })
}
