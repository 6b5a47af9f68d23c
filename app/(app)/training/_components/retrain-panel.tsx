'use client'
/** The retrain button: what pressing it does, about how long it takes, and why it cannot be pressed when it cannot. */
import { RefreshCw } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '../../../_components/button.tsx'
import { startTrainingRunAction } from '../actions.ts'
import type { TrainingStatus } from '../_lib/training-status.ts'

interface RetrainPanelProps {
  overview: TrainingStatus['overview']
  canTrain: boolean
  onStarted: () => void
}

export function RetrainPanel({ overview, canTrain, onStarted }: RetrainPanelProps) {
  const t = useTranslations('training.start')
  const [isStarting, setIsStarting] = useState(false)
  const [said, setSaid] = useState<{ text: string; isFailure: boolean } | null>(null)
  const { lastDuration, canStart, whyNot } = overview
  const estimate = lastDuration ? t('estimateSeconds', { minutes: Math.max(1, Math.round(lastDuration.seconds / 60)) }) : t('estimateUnknown')

  const start = async () => {
    setIsStarting(true)
    setSaid(null)
    const result = await startTrainingRunAction().catch(() => null)
    if (!result?.ok) setSaid({ text: result?.error.message ?? t('unreachable'), isFailure: true })
    else {
      if (!result.data.isNew) setSaid({ text: t('alreadyRunning'), isFailure: false })
      onStarted()
    }
    setIsStarting(false)
  }

  return (
    <section aria-labelledby="retrain-heading">
      <h2 id="retrain-heading" className="text-sm font-semibold text-ink">
        {t('title')}
      </h2>
      <p className="mt-1 max-w-[68ch] text-sm leading-5 text-muted">{t('text')}</p>
      <p className="mt-1 max-w-[68ch] text-sm leading-5 text-muted">{t('cost', { estimate })}</p>
      {canTrain && (
        <div className="mt-3 flex flex-wrap items-center gap-3">
          <Button variant="primary" disabled={!canStart} isBusy={isStarting} aria-describedby="retrain-why-not" onClick={() => void start()}>
            {!isStarting && <RefreshCw aria-hidden className="size-4" />}
            {t(isStarting ? 'starting' : 'button')}
          </Button>
          <p id="retrain-why-not" className="text-sm text-muted">
            {!canStart && whyNot}
          </p>
        </div>
      )}
      <p role="status" className={`text-sm ${said ? 'mt-2' : ''} ${said?.isFailure ? 'text-danger' : 'text-muted'}`}>
        {said?.text}
      </p>
    </section>
  )
}
