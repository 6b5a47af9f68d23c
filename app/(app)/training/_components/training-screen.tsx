'use client'
/** The training page: what there is to learn from, the run under way or the latest, the versions it made, and what became of them. */
import { useFormatter, useTranslations } from 'next-intl'
import { parseAsString, useQueryState } from 'nuqs'
import type { TrainingStatus } from '../_lib/training-status.ts'
import { useTrainingStatus } from '../_lib/use-training-status.ts'
import { AnswerCounts } from './answer-counts.tsx'
import { EarlierRuns } from './earlier-runs.tsx'
import { LiveModel } from './live-model.tsx'
import { ModelVersions } from './model-versions.tsx'
import { RetrainPanel } from './retrain-panel.tsx'
import { RunPanel } from './run-panel.tsx'

export function TrainingScreen({ initial, canTrain }: { initial: TrainingStatus; canTrain: boolean }) {
  const t = useTranslations('training')
  const format = useFormatter()
  const [runId, setRunId] = useQueryState('run', parseAsString)
  const { status, refresh, silentSince } = useTrainingStatus(initial, runId)
  const { overview, run, versions, runs } = status

  return (
    <div className="flex w-full max-w-6xl flex-col gap-10 px-4 py-6 md:px-8">
      {silentSince !== null && (
        <p role="alert" className="text-sm text-danger">
          {t('connectionLost', { time: format.dateTime(new Date(silentSince), { timeStyle: 'medium' }) })}
        </p>
      )}
      <div className="grid gap-x-12 gap-y-8 lg:grid-cols-[3fr_2fr]">
        <div className="flex flex-col gap-8">
          <AnswerCounts answers={overview.answers} />
          <RetrainPanel overview={overview} canTrain={canTrain} onStarted={() => {
              void setRunId(null)
              void refresh()
            }} />
        </div>
        <LiveModel live={overview.live} promoting={overview.promoting} />
      </div>
      {run && <RunPanel key={run.trainingRunId} run={run} result={versions.find(({ id }) => id === run.resultModelVersionId) ?? null} canTrain={canTrain} onChange={refresh} />}
      <ModelVersions versions={versions} canTrain={canTrain} onChange={refresh} />
      <EarlierRuns runs={runs} shownId={run?.trainingRunId ?? null} onShow={(id) => void setRunId(id).then(() => window.scrollTo({ top: 0 }))} />
    </div>
  )
}
