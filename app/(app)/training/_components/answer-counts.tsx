/** How many answers there are to learn from and to measure with. */
import { useTranslations } from 'next-intl'
import type { TrainingStatus } from '../_lib/training-status.ts'

const COUNTS = ['train', 'holdout', 'ties', 'skips'] as const

export function AnswerCounts({ answers }: { answers: TrainingStatus['overview']['answers'] }) {
  const t = useTranslations('training.data')
  return (
    <section aria-labelledby="answers-heading">
      <h2 id="answers-heading" className="text-sm font-semibold text-ink">
        {t('title')}
      </h2>
      <dl className="mt-3 grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-4">
        {COUNTS.map((kind) => (
          <div key={kind} className="flex flex-col">
            <dt className="order-2 text-sm leading-5 text-ink">{t(kind)}</dt>
            <dd className="order-1 text-2xl leading-8 font-semibold tabular-nums text-ink">{answers[kind].toLocaleString('en')}</dd>
            <dd className="order-3 text-xs leading-4 text-muted">{t(`${kind}Hint`)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
