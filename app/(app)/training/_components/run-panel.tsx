'use client'
/** One training run, under way or ended: where it is, how the loss fell, what it measured, and what may follow. */
import { useFormatter, useTranslations } from 'next-intl'
import { Badge } from '../../../_components/badge.tsx'
import type { BadgeTone } from '../../../_components/badge.tsx'
import { Button } from '../../../_components/button.tsx'
import { ConfirmDialog } from '../../../_components/confirm-dialog.tsx'
import { ProgressBar } from '../../../_components/progress-bar.tsx'
import { cancelTrainingRunAction } from '../actions.ts'
import type { ModelVersion, Run } from '../_lib/training-status.ts'
import { LossCurves } from './loss-curves.tsx'
import { MetricsTable } from './metrics-table.tsx'
import { ReleaseDialog } from './release-dialog.tsx'
import { RunPhases } from './run-phases.tsx'

const TONES: Record<Run['state'], BadgeTone> = { queued: 'neutral', running: 'accent', succeeded: 'positive', failed: 'danger', cancelled: 'neutral' }

interface RunPanelProps {
  run: Run
  /** The model version that it made. */
  result: ModelVersion | null
  canTrain: boolean
  onChange: () => Promise<void>
}

export function RunPanel({ run, result, canTrain, onChange }: RunPanelProps) {
  const t = useTranslations('training')
  const format = useFormatter()
  const isUnderWay = run.state === 'queued' || run.state === 'running'
  const seconds = run.startedAt && run.finishedAt ? Math.round((Date.parse(run.finishedAt) - Date.parse(run.startedAt)) / 1000) : null

  return (
    <section aria-labelledby="run-heading" className="flex flex-col gap-4 border-t border-line pt-6" data-testid="training-run" data-state={run.state}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h2 id="run-heading" className="text-sm font-semibold text-ink">
          {t('run.title', { date: format.dateTime(new Date(run.createdAt), { dateStyle: 'medium', timeStyle: 'short' }) })}
        </h2>
        <Badge tone={TONES[run.state]}>{t(`run.state.${run.state}`)}</Badge>
        {seconds !== null && <span className="text-sm text-muted tabular-nums">{t('run.took', { duration: seconds < 60 ? t('run.seconds', { seconds }) : t('run.minutesSeconds', { minutes: Math.floor(seconds / 60), seconds: seconds % 60 }) })}</span>}
        <div className="ml-auto flex gap-2">
          {canTrain && isUnderWay && (
            <ConfirmDialog
              title={t('run.cancelTitle')}
              description={t('run.cancelText')}
              confirmLabel={t('run.cancelConfirm')}
              trigger={<Button disabled={run.isCancelRequested}>{t(run.isCancelRequested ? 'run.cancelling' : 'run.cancel')}</Button>}
              onConfirm={async () => {
                const outcome = await cancelTrainingRunAction({ trainingRunId: run.trainingRunId }).catch(() => null)
                await onChange()
                return outcome?.ok ? null : (outcome?.error.message ?? t('start.unreachable'))
              }}
            />
          )}
          {canTrain && result?.canPromote && <ReleaseDialog kind="promote" version={result} onDone={onChange} isPrimary />}
        </div>
      </div>
      <RunFacts run={run} />
      {isUnderWay && (
        <>
          <RunPhases phase={run.phase} />
          {run.state === 'queued' ? (
            <p className="text-sm text-muted">
              <span className="font-medium text-ink">{t('run.queued')}.</span> {t('run.queuedText')}
            </p>
          ) : (
            <ProgressBar label={run.phase ? t(`run.phase.${run.phase}`) : t('run.queued')} done={run.step} total={run.totalSteps} secondsLeft={run.secondsLeft} />
          )}
          {run.isStalled && (
            <p role="alert" className="text-sm text-warning">
              {t('run.silent')}
            </p>
          )}
        </>
      )}
      {run.error && (
        <p role={run.state === 'failed' ? 'alert' : undefined} className={`max-w-[80ch] text-sm leading-5 ${run.state === 'failed' ? 'text-danger' : 'text-muted'}`}>
          {run.error}
        </p>
      )}
      {(run.metricsBefore ?? run.metricsAfter) && !isUnderWay && <MetricsTable before={run.metricsBefore} after={run.metricsAfter} beforeNumber={run.baseModelNumber} afterNumber={run.resultModelNumber} />}
      {(run.lossPoints.length > 0 || isUnderWay) && <LossCurves points={run.lossPoints} isUnderWay={isUnderWay} />}
    </section>
  )
}

function RunFacts({ run }: { run: Run }) {
  const t = useTranslations('training.run')
  if (!run.data) return null
  return (
    <p className="max-w-[90ch] text-sm leading-5 text-muted tabular-nums">
      {t('counts', { pairs: run.data.pairs, ruleRows: run.data.ruleRows, heldOut: run.data.heldOutPairs, jobs: run.data.jobs, candidates: run.data.candidates })}
      {run.data.droppedPairs > 0 && ` ${t('dropped', { count: run.data.droppedPairs })}`}
      {run.attempts > 1 && ` ${t('attempts', { count: run.attempts - 1 })}`}
    </p>
  )
}
