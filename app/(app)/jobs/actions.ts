'use server'
import { revalidatePath } from 'next/cache'
import type { Actor } from '#lib/actor.ts'
import { embedJobNow } from '#lib/inference/embed-job-now.ts'
import { createJob } from '#lib/jobs/create-job.ts'
import { updateJob } from '#lib/jobs/update-job.ts'
import type { Services } from '#lib/services.ts'
import { jobChange, newJob } from '#lib/validation/jobs.ts'
import type { JobChange, NewJob } from '#lib/validation/jobs.ts'
import { authedAction } from '../../_lib/authed-action.ts'

export const createJobAction = authedAction(newJob, 'recruiter', postJob)
export const updateJobAction = authedAction(jobChange, 'recruiter', saveJob)

async function postJob(services: Services, actor: Actor, input: NewJob) {
  const created = await createJob(services, actor, input)
  await embedJobNow({ organizationId: actor.organizationId, jobVersionId: created.jobVersionId })
  return created
}

async function saveJob(services: Services, actor: Actor, input: JobChange) {
  const updated = await updateJob(services, actor, input)
  if (updated.isChanged) await embedJobNow({ organizationId: actor.organizationId, jobVersionId: updated.jobVersionId })
  revalidatePath(`/jobs/${input.jobId}`, 'layout')
  return updated
}
