'use client'
/** The states in which there is no list to show, each with what to do next. */
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useQueryStates } from 'nuqs'
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { Button } from '../../../../_components/button.tsx'
import { EmptyState } from '../../../../_components/empty-state.tsx'
import { rankingParsers } from '../_lib/ranking-filter.ts'
import type { RankingView } from '../_lib/ranking-view.ts'

/** Encoding a job takes less than a second; after this the reader deserves to know that something is slow or away. */
const LATE_AFTER_MS = 6000

export function RankingEmpty({ ranking, isFiltered = false }: { ranking: RankingView; isFiltered?: boolean }) {
  const t = useTranslations('job.ranking')
  const [, setSearch] = useQueryStates(rankingParsers, { shallow: false })
  const [isLate, setIsLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setIsLate(true), LATE_AFTER_MS)
    return () => clearTimeout(timer)
  }, [])
  if (!ranking.isReady) {
    return (
      <Inset role="status">
        <EmptyState title={t('notReadyTitle')}>{t(isLate ? 'lateText' : 'notReadyText')}</EmptyState>
      </Inset>
    )
  }
  if (isFiltered) {
    return (
      <Inset role="status">
        <EmptyState title={t('noMatchTitle')} action={<Button onClick={() => void setSearch(null)}>{t('clearFilter')}</Button>}>
          {t('noMatchText')}
        </EmptyState>
      </Inset>
    )
  }
  if (ranking.waitingCount > 0) {
    return (
      <Inset role="status">
        <EmptyState title={t('waitingTitle')}>{t('waiting', { count: ranking.waitingCount })}</EmptyState>
      </Inset>
    )
  }
  return (
    <Inset>
      <EmptyState
        title={t('emptyTitle')}
        action={
          <Button asChild variant="primary">
            <Link href="/candidates">{t('emptyAction')}</Link>
          </Button>
        }
      >
        {t('emptyText')}
      </EmptyState>
    </Inset>
  )
}

function Inset({ role, children }: { role?: 'status'; children: ReactNode }) {
  return (
    <div role={role} className="p-4 md:p-6">
      {children}
    </div>
  )
}
