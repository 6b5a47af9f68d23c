/** Where a person stood under the previous model, and where they stand now. Shows nothing when nothing moved. */
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useTranslations } from 'next-intl'

export function Movement({ from, to }: { from: number | null; to: number }) {
  const t = useTranslations('job.ranking')
  if (from === null || from === to) return null
  const isUp = to < from
  const Arrow = isUp ? ArrowUp : ArrowDown
  const label = t(isUp ? 'up' : 'down', { from, to })
  return (
    <span className={`inline-flex shrink-0 items-center whitespace-nowrap gap-0.5 text-[11px] leading-4 tabular-nums ${isUp ? 'text-positive' : 'text-muted'}`} title={label}>
      <Arrow aria-hidden className="size-3" />
      <span aria-hidden>
        {from} → {to}
      </span>
      <span className="sr-only">{label}</span>
    </span>
  )
}
