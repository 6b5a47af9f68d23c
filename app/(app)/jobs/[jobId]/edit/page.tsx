import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { hasRole } from '#lib/actor.ts'
import { getJob } from '#lib/jobs/get-job.ts'
import { jobTarget } from '#lib/validation/jobs.ts'
import { PageHeader } from '../../../../_components/page-header.tsx'
import { orNotFound } from '../../../../_lib/or-not-found.ts'
import { requireActor } from '../../../../_lib/page.ts'
import { JobForm } from '../../_components/job-form.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('jobs.form'))('editTitle') }
}

export default async function EditJobPage({ params }: { params: Promise<{ jobId: string }> }) {
  const { services, actor } = await requireActor()
  const target = jobTarget.safeParse(await params)
  if (!target.success || !hasRole(actor, 'recruiter')) notFound()
  const job = await orNotFound(getJob(services, actor, target.data))
  const t = await getTranslations('jobs.form')
  const { jobId, title, location, text, requirements, versionCount } = job
  return (
    <>
      <PageHeader title={t('editTitle')} lead={t('editLead', { next: versionCount + 1 })} />
      <JobForm job={{ jobId, title, location, text, requirements, versionCount }} />
    </>
  )
}
