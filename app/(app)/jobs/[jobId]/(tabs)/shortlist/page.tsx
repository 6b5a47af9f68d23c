import type { Metadata } from 'next'
import { hasRole } from '#lib/actor.ts'
import { listShortlist } from '#lib/shortlist/list-shortlist.ts'
import { requireActor } from '../../../../../_lib/page.ts'
import { findJob } from '../../_lib/find-job.ts'
import { ShortlistBoard } from './_components/shortlist-board.tsx'

interface ShortlistPageProps {
  params: Promise<{ jobId: string }>
}

export async function generateMetadata({ params }: ShortlistPageProps): Promise<Metadata> {
  return { title: (await findJob((await params).jobId)).title }
}

export default async function ShortlistPage({ params }: ShortlistPageProps) {
  const { jobId } = await params
  const { services, actor } = await requireActor()
  await findJob(jobId)
  const items = await listShortlist(services, actor, { jobId })
  return (
    <ShortlistBoard
      jobId={jobId}
      items={items.map(({ candidateId, name, headline, location, stage, rejectionReason, note }) => ({ candidateId, name, headline, location, stage, rejectionReason, note }))}
      canEdit={hasRole(actor, 'recruiter')}
    />
  )
}
