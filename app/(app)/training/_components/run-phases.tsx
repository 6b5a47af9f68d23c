/** The phases of a run in their order, with the one it is in. */
import { Check, Circle, CircleDot } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { Run } from '../_lib/training-status.ts'

const PHASES = ['preparing', 'contrastive', 'rankpo', 'evaluating'] as const

export function RunPhases({ phase }: { phase: Run['phase'] }) {
  const t = useTranslations('training.run')
  const now = phase ? PHASES.indexOf(phase) : -1
  return (
    <ol aria-label={t('phases')} className="flex flex-wrap gap-x-6 gap-y-2 text-sm">
      {PHASES.map((name, index) => {
        const Icon = index < now ? Check : index === now ? CircleDot : Circle
        return (
          <li key={name} aria-current={index === now ? 'step' : undefined} className={`flex items-center gap-1.5 ${index === now ? 'font-medium text-ink' : 'text-muted'}`}>
            <Icon aria-hidden className={`size-4 ${index <= now ? 'text-accent' : ''}`} />
            {t(`phase.${name}`)}
            <span className="sr-only">({t(index < now ? 'phaseDone' : index === now ? 'phaseNow' : 'phaseNext')})</span>
          </li>
        )
      })}
    </ol>
  )
}
