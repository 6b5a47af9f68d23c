'use client'
/** Nothing is left to ask: what that means and where to go. */
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Button } from '../../../../../_components/button.tsx'
import { EmptyState } from '../../../../../_components/empty-state.tsx'

export function NoPairLeft({ jobId, canUndo, onUndo }: { jobId: string; canUndo: boolean; onUndo: () => void }) {
  const t = useTranslations('job.compare')
  return (
    <div className="p-4 md:p-6">
      <EmptyState
        title={t('noPairTitle')}
        action={
          <div className="flex flex-wrap gap-2">
            <Button asChild variant="primary">
              <Link href={`/jobs/${jobId}`}>{t('toRanking')}</Link>
            </Button>
            {canUndo && <Button onClick={onUndo}>{t('undoLast')}</Button>}
          </div>
        }
      >
        {t('noPairText')}
      </EmptyState>
    </div>
  )
}
