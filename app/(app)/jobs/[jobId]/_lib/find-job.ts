/** The job of the address, read once per request however many parts of the page ask for it. A stranger's or unknown id is a 404. */
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { z } from 'zod'
import { getJob } from '#lib/jobs/get-job.ts'
import { orNotFound } from '../../../../_lib/or-not-found.ts'
import { requireActor } from '../../../../_lib/page.ts'

export const findJob = cache(async (jobId: string) => {
  if (!z.uuid().safeParse(jobId).success) notFound()
  const { services, actor } = await requireActor()
  return orNotFound(getJob(services, actor, { jobId }))
})
