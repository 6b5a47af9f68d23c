import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { hasRole } from '#lib/actor.ts'
import { listDocumentsNeedingReview } from '#lib/candidates/list-documents-needing-review.ts'
import { EmptyState } from '../../../_components/empty-state.tsx'
import { requireActor } from '../../../_lib/page.ts'
import { CandidatesHeader } from '../_components/candidates-header.tsx'
import { ReviewItem } from './_components/review-item.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('candidates'))('tabReview') }
}

export default async function ReviewPage() {
  const { services, actor } = await requireActor()
  const t = await getTranslations('candidates.review')
  const documents = await listDocumentsNeedingReview(services, actor)
  return (
    <>
      <CandidatesHeader />
      <div className="flex flex-col gap-4 px-4 py-4 md:px-8 md:py-6">
        {documents.length === 0 ? (
          <EmptyState title={t('empty')}>{t('emptyText')}</EmptyState>
        ) : (
          <>
            <p className="max-w-[72ch] text-sm text-muted">{t('count', { count: documents.length })}</p>
            <ul className="border-t border-line">
              {documents.map(({ id, fileName, kind, reason, sizeBytes, hasBytes, createdAt }) => (
                <ReviewItem key={id} document={{ id, fileName, kind, reason, sizeBytes, hasBytes, createdAt: createdAt.toISOString() }} canEdit={hasRole(actor, 'recruiter')} />
              ))}
            </ul>
          </>
        )}
      </div>
    </>
  )
}
