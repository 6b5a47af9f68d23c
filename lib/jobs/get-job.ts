/** One job with its current version. */
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import { findJobDetail } from '../db/queries/jobs.ts'
import type { Requirement } from '../db/schema/jobs.ts'
import type { Services } from '../services.ts'
import type { JobTarget } from '../validation/jobs.ts'
import { jobNotFound } from './job-not-found.ts'
import type { JobSummary } from './list-jobs.ts'

export interface JobDetail extends JobSummary {
  text: string
  requirements: Requirement[]
  /** Versions are numbered from 1 without gaps, so their count is the number of the current one. */
  versionCount: number
}

export async function getJob({ db }: Services, actor: Actor, { jobId }: JobTarget): Promise<JobDetail> {
  const { organizationId } = actor
  const job = await withOrganization(db, organizationId, (tx) => findJobDetail(tx, { organizationId, jobId }))
  if (!job) throw jobNotFound(actor, jobId)
  return { ...job, versionCount: job.versionNumber }
}
