import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import Link from 'next/link'
import type { SearchParams } from 'nuqs/server'
import { hasRole } from '#lib/actor.ts'
import { listJobs } from '#lib/jobs/list-jobs.ts'
import { Button } from '../../_components/button.tsx'
import { EmptyState } from '../../_components/empty-state.tsx'
import { PageHeader } from '../../_components/page-header.tsx'
import { requireActor } from '../../_lib/page.ts'
import { JobFilter } from './_components/job-filter.tsx'
import { JobTable } from './_components/job-table.tsx'
import { loadJobSearch } from './_components/job-search.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('jobs'))('title') }
}

export default async function JobsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { q, status } = loadJobSearch(await searchParams)
  const { services, actor } = await requireActor()
  const jobs = await listJobs(services, actor, { query: q.slice(0, 200), status: status === 'all' ? undefined : status })
  const isEmpty = jobs.length === 0 && q === '' && status === 'open' && (await listJobs(services, actor, {})).length === 0
  const t = await getTranslations('jobs')
  const post = hasRole(actor, 'recruiter') && (
    <Button variant="primary" asChild>
      <Link href="/jobs/new">{t('post')}</Link>
    </Button>
  )
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} actions={!isEmpty && post} />
      <div className="flex flex-col gap-4 px-4 py-4 md:px-8 md:py-6">
        {isEmpty ? (
          <EmptyState title={t('empty')} action={post}>
            {t('emptyText')}
          </EmptyState>
        ) : (
          <>
            <JobFilter count={jobs.length} />
            {jobs.length > 0 ? <JobTable jobs={jobs} /> : <NoneFound isFiltered={q !== ''} />}
          </>
        )}
      </div>
    </>
  )
}

async function NoneFound({ isFiltered }: { isFiltered: boolean }) {
  const t = await getTranslations('jobs')
  return (
    <EmptyState
      title={t(isFiltered ? 'noneFound' : 'noneOpen')}
      action={
        <Button asChild>
          <Link href="/jobs?status=all">{t('showAll')}</Link>
        </Button>
      }
    >
      {isFiltered && t('noneFoundText')}
    </EmptyState>
  )
}
