/** The head that the pages about candidates share. */
import { getTranslations } from 'next-intl/server'
import { listCandidates } from '#lib/candidates/list-candidates.ts'
import { listDocumentsNeedingReview } from '#lib/candidates/list-documents-needing-review.ts'
import { PageHeader } from '../../../_components/page-header.tsx'
import { Tabs } from '../../../_components/tabs.tsx'
import { requireActor } from '../../../_lib/page.ts'

export async function CandidatesHeader() {
  const { services, actor } = await requireActor()
  const t = await getTranslations('candidates')
  const [{ total }, waiting] = await Promise.all([listCandidates(services, actor, { limit: 1 }), listDocumentsNeedingReview(services, actor)])
  return (
    <PageHeader title={t('title')} lead={t('lead')}>
      <Tabs
        label={t('tabs')}
        tabs={[
          { href: '/candidates', label: t('tabPeople'), count: total },
          { href: '/candidates/review', label: t('tabReview'), count: waiting.length },
          { href: '/candidates/uploads', label: t('tabUploads') },
        ]}
      />
    </PageHeader>
  )
}
