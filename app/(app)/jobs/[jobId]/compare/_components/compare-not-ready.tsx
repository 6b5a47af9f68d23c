'use client'
/** The moment between posting a job and its vector: the page waits and goes on by itself. */
import { useTranslations } from 'next-intl'
import { EmptyState } from '../../../../../_components/empty-state.tsx'
import { useAutoRefresh } from '../../_lib/use-auto-refresh.ts'

export function CompareNotReady() {
  const t = useTranslations('job.ranking')
  useAutoRefresh('soon')
  return (
    <div role="status" className="p-4 md:p-6">
      <EmptyState title={t('notReadyTitle')}>{t('notReadyText')}</EmptyState>
    </div>
  )
}
