import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import Link from 'next/link'
import { hasRole } from '#lib/actor.ts'
import { listCandidates } from '#lib/candidates/list-candidates.ts'
import { listDocumentsNeedingReview } from '#lib/candidates/list-documents-needing-review.ts'
import { listUploads } from '#lib/candidates/list-uploads.ts'
import { listJobs } from '#lib/jobs/list-jobs.ts'
import { getTrainingOverview } from '#lib/training/get-training-overview.ts'
import { listModelVersions } from '#lib/training/list-model-versions.ts'
import { Button } from '../_components/button.tsx'
import { PageHeader } from '../_components/page-header.tsx'
import { requireActor } from '../_lib/page.ts'
import { AttentionList } from './_components/attention-list.tsx'
import { FirstSteps } from './_components/first-steps.tsx'
import { ModelSummary } from './_components/model-summary.tsx'
import { JobTable } from './jobs/_components/job-table.tsx'

const JOBS_SHOWN = 8

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('home'))('title') }
}

export default async function HomePage() {
  const { services, actor, organization } = await requireActor()
  const t = await getTranslations('home')
  const [jobs, { total: people }, review, uploads, training, models] = await Promise.all([
    listJobs(services, actor, { status: 'open' }),
    listCandidates(services, actor, { limit: 1 }),
    listDocumentsNeedingReview(services, actor),
    listUploads(services, actor),
    getTrainingOverview(services, actor),
    listModelVersions(services, actor),
  ])
  const canWrite = hasRole(actor, 'recruiter')
  const answered = training.answers.train + training.answers.holdout + training.answers.ties
  const isNew = jobs.length === 0 || people === 0 || answered === 0
  return (
    <>
      <PageHeader
        title={organization.name}
        lead={t('lead', { jobs: jobs.length, people })}
        actions={
          canWrite && (
            <>
              <Button asChild>
                <Link href="/candidates">{t('addCandidates')}</Link>
              </Button>
              <Button variant="primary" asChild>
                <Link href="/jobs/new">{t('postJob')}</Link>
              </Button>
            </>
          )
        }
      />
      <div className="grid gap-x-12 gap-y-8 px-4 py-4 md:px-8 md:py-6 lg:grid-cols-[minmax(0,1fr)_18rem]">
        <div className="flex min-w-0 flex-col gap-8">
          {canWrite && isNew && <FirstSteps hasJob={jobs.length > 0} hasPeople={people > 0} hasAnswered={answered > 0} firstJobId={jobs[0]?.jobId ?? null} />}
          <AttentionList reviewCount={review.length} uploads={uploads.filter(({ isFinished }) => !isFinished)} training={training} waiting={models.filter(({ canPromote }) => canPromote)} canTrain={hasRole(actor, 'admin')} isQuiet={canWrite && isNew} />
          {jobs.length > 0 && (
            <section aria-labelledby="jobs-heading" className="flex flex-col gap-1">
              <div className="flex items-baseline justify-between">
                <h2 id="jobs-heading" className="text-sm font-medium text-ink">
                  {t('jobs')}
                </h2>
                <Link href="/jobs" className="inline-flex min-h-11 items-center text-xs text-accent hover:underline md:min-h-6">
                  {t('allJobs')}
                </Link>
              </div>
              <JobTable jobs={jobs.slice(0, JOBS_SHOWN)} />
            </section>
          )}
        </div>
        <ModelSummary live={training.live} answers={training.answers} />
      </div>
    </>
  )
}
