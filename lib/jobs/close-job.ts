/** Closes a job: it keeps its list and its history and leaves the open ones. */
import type { Actor } from '../actor.ts'
import type { Services } from '../services.ts'
import type { JobTarget } from '../validation/jobs.ts'
import { setJobStatus } from './set-job-status.ts'

export function closeJob(services: Services, actor: Actor, { jobId }: JobTarget): Promise<void> {
  return setJobStatus(services, actor, { jobId, status: 'closed' })
}
