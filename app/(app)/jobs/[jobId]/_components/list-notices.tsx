'use client'
/** What a reader of the list should know beside it: who is still being read, and that a new model moved people. */
import { useFormatter, useTranslations } from 'next-intl'
import type { RankingView } from '../_lib/ranking-view.ts'

export function ListNotices({ ranking }: { ranking: RankingView }) {
  const t = useTranslations('job.ranking')
  const format = useFormatter()
  const { change, waitingCount, model } = ranking
  return (
    <>
      <div role="status" aria-live="polite" className="contents">
        {waitingCount > 0 && <p className="border-b border-line bg-accent-soft px-3 py-1.5 text-xs leading-5 text-ink">{t('waiting', { count: waitingCount })}</p>}
      </div>
      {change && (
        <p className="border-b border-line px-3 py-1.5 text-xs leading-5 text-ink" data-testid="model-change">
          {t('change', { from: change.fromModelNumber, to: model.number, moved: change.moved, date: format.dateTime(new Date(change.at), { day: 'numeric', month: 'short' }) })}
          {change.reason && <span className="text-muted"> {t('changeReason', { reason: change.reason })}</span>}
        </p>
      )}
    </>
  )
}
