'use client'
/** The model that makes every list now, and the one that is being made ready to follow it. */
import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { Badge } from '../../../_components/badge.tsx'
import { ProgressBar } from '../../../_components/progress-bar.tsx'
import type { ModelVersion } from '../_lib/training-status.ts'
import { EstimateText } from './estimate-text.tsx'

export function LiveModel({ live, promoting }: { live: ModelVersion | null; promoting: ModelVersion | null }) {
  const t = useTranslations('training')
  const format = useFormatter()
  const [firstSeen] = useState(live?.id)
  if (!live) return null
  const hasSwitched = live.id !== firstSeen
  const metrics = live.metrics
  return (
    <section aria-labelledby="live-heading" className="flex flex-col gap-3 lg:border-l lg:border-line lg:pl-12">
      <h2 id="live-heading" className="text-sm font-semibold text-ink">
        {t('live.title')}
      </h2>
      <div>
        <p className="flex items-center gap-2 text-2xl leading-8 font-semibold tabular-nums text-ink">
          {t('live.name', { number: live.number })} <Badge tone="positive">{t('versions.stageName.live')}</Badge>
        </p>
        <p className="text-sm leading-5 text-muted">
          {t(`stage.${live.stage}`)} · {live.promotedAt && live.number > 1 ? t('live.since', { date: format.dateTime(new Date(live.promotedAt), { dateStyle: 'medium', timeStyle: 'short' }) }) : t('live.sinceStart')}
        </p>
        {live.reason && <p className="mt-1 text-sm leading-5 text-ink">{t('live.reason', { reason: live.reason })}</p>}
      </div>
      {metrics && (
        <dl className="flex flex-col gap-1 text-sm">
          <dt className="text-xs text-muted">{t('metrics.pairAccuracy')}</dt>
          <dd>
            <EstimateText estimate={metrics.pairAccuracy} kind="share" />
          </dd>
          <dt className="mt-1 text-xs text-muted">{t('metrics.ruleNdcg')}</dt>
          <dd>
            <EstimateText estimate={metrics.ruleNdcg} kind="ndcg" />
          </dd>
        </dl>
      )}
      {promoting && (
        <div className="flex flex-col gap-1">
          <ProgressBar label={t('promote.embedding', { number: promoting.number })} done={promoting.embeddedCount} total={promoting.embedTotal} secondsLeft={promoting.embedSecondsLeft} />
          <p className="text-xs leading-4 text-muted">{t('promote.embeddingText', { live: live.number })}</p>
        </div>
      )}
      <p role="status" className="text-sm text-positive">
        {hasSwitched && (
          <>
            {t('promote.nowLive', { number: live.number })}{' '}
            <Link href="/jobs" className="font-medium underline underline-offset-2">
              {t('promote.showJobs')}
            </Link>
          </>
        )}
      </p>
    </section>
  )
}
