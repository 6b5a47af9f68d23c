/** Opens a closed job again. */
import type { Actor } from '../actor.ts'
import type { Services } from '../services.ts'
import type { JobTarget } from '../validation/jobs.ts'
import { setJobStatus } from './set-job-status.ts'

export function reopenJob(services: Services, actor: Actor, { jobId }: JobTarget): Promise<void> {
  return setJobStatus(services, actor, { jobId, status: 'open' })
}
