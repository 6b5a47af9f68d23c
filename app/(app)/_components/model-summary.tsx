/** Which model ranks at present, since when and why, and what it could learn from. */
import { useFormatter, useTranslations } from 'next-intl'
import Link from 'next/link'
import type { ModelVersionView, TrainingOverview } from '#lib/training/training-views.ts'

export function ModelSummary({ live, answers }: { live: ModelVersionView | null; answers: TrainingOverview['answers'] }) {
  const t = useTranslations('home')
  const format = useFormatter()
  return (
    <aside aria-labelledby="model-heading" className="flex flex-col gap-3 self-start">
      <h2 id="model-heading" className="text-sm font-medium text-ink">
        {t('model')}
      </h2>
      <dl className="flex flex-col border-t border-line text-sm">
        {live && (
          <div className="border-b border-line py-2.5">
            <dt>
              <Link href="/training" className="font-medium text-ink hover:text-accent">
                {t('modelLive', { number: live.number })}
              </Link>{' '}
              <span className="text-muted">· {t(`modelStage.${live.stage}`)}</span>
            </dt>
            <dd className="text-xs leading-5 text-muted">
              {live.promotedAt && t('modelSince', { date: format.dateTime(live.promotedAt, { dateStyle: 'medium' }) })}
              {live.reason && <span className="block">{t('modelReason', { reason: live.reason })}</span>}
            </dd>
          </div>
        )}
        <div className="border-b border-line py-2.5">
          <dt className="flex items-baseline justify-between gap-3">
            <span className="text-ink">{t('answers')}</span>
            <span className="font-mono text-ink tabular-nums">{answers.train + answers.holdout + answers.ties}</span>
          </dt>
          <dd className="text-xs leading-5 text-muted tabular-nums">{t('answersDetail', { train: answers.train, holdout: answers.holdout, ties: answers.ties })}</dd>
        </div>
      </dl>
    </aside>
  )
}
