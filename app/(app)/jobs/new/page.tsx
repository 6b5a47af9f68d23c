import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { hasRole } from '#lib/actor.ts'
import { PageHeader } from '../../../_components/page-header.tsx'
import { requireActor } from '../../../_lib/page.ts'
import { JobForm } from '../_components/job-form.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('jobs.form'))('newTitle') }
}

export default async function NewJobPage() {
  const { actor } = await requireActor()
  if (!hasRole(actor, 'recruiter')) notFound()
  const t = await getTranslations('jobs.form')
  return (
    <>
      <PageHeader title={t('newTitle')} lead={t('newLead')} />
      <JobForm job={null} />
    </>
  )
}
