import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { hasRole } from '#lib/actor.ts'
import { AppError } from '#lib/errors.ts'
import { askComparison } from '#lib/preferences/ask-comparison.ts'
import { countAnswers } from '#lib/preferences/count-answers.ts'
import { EmptyState } from '../../../../_components/empty-state.tsx'
import { requireActor } from '../../../../_lib/page.ts'
import { findJob } from '../_lib/find-job.ts'
import { CompareNotReady } from './_components/compare-not-ready.tsx'
import { CompareScreen } from './_components/compare-screen.tsx'

interface ComparePageProps {
  params: Promise<{ jobId: string }>
}

export async function generateMetadata({ params }: ComparePageProps): Promise<Metadata> {
  const [job, t] = await Promise.all([findJob((await params).jobId), getTranslations('job.compare')])
  return { title: t('documentTitle', { title: job.title }) }
}

export default async function ComparePage({ params }: ComparePageProps) {
  const { jobId } = await params
  const [{ services, actor }, job, t] = await Promise.all([requireActor(), findJob(jobId), getTranslations('job.compare')])
  if (!hasRole(actor, 'recruiter')) {
    return (
      <div className="flex flex-col gap-4 p-4 md:p-6">
        <h1 className="text-lg leading-7 font-semibold text-ink md:text-xl">{t('title')}</h1>
        <EmptyState title={t('readOnlyTitle')}>{t('readOnlyText')}</EmptyState>
      </div>
    )
  }
  const [ofJob, ofAll] = await Promise.all([countAnswers(services, actor, { jobId }), countAnswers(services, actor)])
  const comparison = await askComparison(services, actor, { jobId }).catch(whenNotReady)
  if (comparison === 'not ready') return <CompareNotReady />
  return <CompareScreen job={{ jobId, title: job.title, requirements: job.requirements }} initial={comparison} counts={{ job: ofJob.total, all: ofAll.total }} />
}

function whenNotReady(error: unknown): 'not ready' {
  if (error instanceof AppError && error.code === 'unavailable') return 'not ready'
  throw error
}
