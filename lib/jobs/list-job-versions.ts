/** Every version of a job's text, newest first. */
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import { listJobVersionRows } from '../db/queries/jobs.ts'
import type { Requirement } from '../db/schema/jobs.ts'
import type { Services } from '../services.ts'
import type { JobTarget } from '../validation/jobs.ts'
import { jobNotFound } from './job-not-found.ts'

export interface JobVersionView {
  jobVersionId: string
  number: number
  title: string
  location: string | null
  text: string
  requirements: Requirement[]
  createdByName: string | null
  createdAt: Date
}

export async function listJobVersions({ db }: Services, actor: Actor, { jobId }: JobTarget): Promise<JobVersionView[]> {
  const { organizationId } = actor
  const versions = await withOrganization(db, organizationId, (tx) => listJobVersionRows(tx, { organizationId, jobId }))
  if (versions.length === 0) throw jobNotFound(actor, jobId)
  return versions
}
