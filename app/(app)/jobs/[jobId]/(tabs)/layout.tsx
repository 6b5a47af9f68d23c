import type { ReactNode } from 'react'
import { hasRole } from '#lib/actor.ts'
import { requireActor } from '../../../../_lib/page.ts'
import { JobHeader } from '../_components/job-header.tsx'
import { findJob } from '../_lib/find-job.ts'

export default async function JobLayout({ params, children }: { params: Promise<{ jobId: string }>; children: ReactNode }) {
  const { jobId } = await params
  const [{ actor }, job] = await Promise.all([requireActor(), findJob(jobId)])
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <JobHeader job={job} canEdit={hasRole(actor, 'recruiter')} />
      {children}
    </div>
  )
}
