'use client'
/** What made this list: how it was searched, over whom, by which model, for which text, in what time. */
import { useFormatter, useTranslations } from 'next-intl'
import type { RankingView } from '../_lib/ranking-view.ts'

export function Provenance({ ranking }: { ranking: RankingView }) {
  const t = useTranslations('job.ranking')
  const format = useFormatter()
  const { model } = ranking
  const stage = t(`stage.${model.stage}`)
  const parts = [
    t('people', { count: ranking.total }),
    model.promotedAt && model.number > 1
      ? t('modelPromoted', { number: model.number, stage, date: format.dateTime(new Date(model.promotedAt), { day: 'numeric', month: 'short' }) })
      : t('model', { number: model.number, stage }),
    t('jobVersion', { number: ranking.versionNumber }),
    t('took', { ms: Math.max(1, Math.round(ranking.tookMs)) }),
  ]
  return (
    <p className="text-xs leading-5 tabular-nums text-muted" data-testid="provenance">
      <span className="font-medium text-ink" title={t(ranking.isExact ? 'exactHint' : 'approximateHint')}>
        {t(ranking.isExact ? 'exact' : 'approximate')}
      </span>
      {parts.map((part) => (
        <span key={part}>
          <span aria-hidden> · </span>
          {part}
        </span>
      ))}
    </p>
  )
}
