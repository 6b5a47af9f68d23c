/** How far something is, in numbers that were counted; time left only when it is known. */
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'

interface ProgressBarProps {
  label: string
  done: number
  /** 0: not known yet. */
  total: number
  secondsLeft?: number | null
  /** What stands right of the numbers, for example how many failed. */
  detail?: ReactNode
  isLabelHidden?: boolean
}

export function ProgressBar({ label, done, total, secondsLeft = null, detail, isLabelHidden = false }: ProgressBarProps) {
  const t = useTranslations('common')
  const share = total > 0 ? Math.min(1, done / total) : 0
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex flex-wrap items-baseline gap-x-3 text-sm">
        <span className={isLabelHidden ? 'sr-only' : 'font-medium text-ink'}>{label}</span>
        <span className="text-muted tabular-nums">{total > 0 ? t('doneOf', { done, total }) : t('starting')}</span>
        {detail}
        {secondsLeft !== null && share < 1 && <span className="ml-auto text-muted tabular-nums">{t('timeLeft', { time: timeLeftParts(secondsLeft, t) })}</span>}
      </div>
      <div role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={total || undefined} aria-valuenow={total > 0 ? done : undefined} className="h-1 overflow-hidden rounded-full bg-line">
        <div className="h-full rounded-full bg-accent transition-[width] duration-300" style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  )
}

function timeLeftParts(seconds: number, t: ReturnType<typeof useTranslations<'common'>>): string {
  if (seconds < 60) return t('seconds', { count: Math.max(1, Math.ceil(seconds)) })
  if (seconds < 3600) return t('minutes', { count: Math.ceil(seconds / 60) })
  return t('hours', { count: Math.round(seconds / 3600) })
}
