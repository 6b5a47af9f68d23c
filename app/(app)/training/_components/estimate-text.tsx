/** A measured share or nDCG with its interval and the number of cases behind it. */
import { useFormatter, useTranslations } from 'next-intl'
import type { Estimate } from '#lib/db/schema/models.ts'

export type EstimateKind = 'share' | 'ndcg'

export function EstimateText({ estimate, kind }: { estimate: Estimate | null; kind: EstimateKind }) {
  const t = useTranslations('training.metrics')
  const format = useFormatter()
  if (!estimate) return <span className="text-muted">{t('notMeasured')}</span>
  const show = (value: number) => (kind === 'share' ? format.number(value, { style: 'percent', maximumFractionDigits: 0 }) : format.number(value, { minimumFractionDigits: 3, maximumFractionDigits: 3 }))
  return (
    <span className="tabular-nums">
      <span className="font-medium text-ink">{show(estimate.value)}</span>{' '}
      <span className="whitespace-nowrap text-muted">
        [{t('interval', { low: show(estimate.low), high: show(estimate.high) })}] {t('n', { n: estimate.n })}
      </span>
    </span>
  )
}
