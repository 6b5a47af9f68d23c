'use client'
/** Every run, with what became of it and, where it failed, why. */
import { useFormatter, useTranslations } from 'next-intl'
import { Badge } from '../../../_components/badge.tsx'
import { Cell, HeadCell, Row, Table } from '../../../_components/table.tsx'
import type { RunSummary } from '../_lib/training-status.ts'

interface EarlierRunsProps {
  runs: RunSummary[]
  shownId: string | null
  onShow: (trainingRunId: string) => void
}

export function EarlierRuns({ runs, shownId, onShow }: EarlierRunsProps) {
  const t = useTranslations('training')
  const format = useFormatter()
  const dateOf = (run: RunSummary) => format.dateTime(new Date(run.createdAt), { dateStyle: 'medium', timeStyle: 'short' })
  return (
    <section aria-labelledby="runs-heading" className="border-t border-line pt-6">
      <h2 id="runs-heading" className="text-sm font-semibold text-ink">
        {t('runs.title')}
      </h2>
      {runs.length === 0 ? (
        <p className="mt-1 text-sm text-muted">{t('runs.empty')}</p>
      ) : (
        <div className="mt-2 overflow-x-auto" tabIndex={0} role="group" aria-labelledby="runs-heading">
          <Table className="min-w-[40rem]">
            <thead>
              <tr>
                <HeadCell>{t('runs.started')}</HeadCell>
                <HeadCell>{t('runs.state')}</HeadCell>
                <HeadCell>{t('runs.learned')}</HeadCell>
                <HeadCell>{t('runs.result')}</HeadCell>
              </tr>
            </thead>
            <tbody>
              {runs.map((run) => (
                <Row key={run.trainingRunId} className={run.trainingRunId === shownId ? 'bg-hover' : ''}>
                  <Cell className="whitespace-nowrap">
                    <button type="button" className="min-h-11 text-accent underline-offset-2 hover:underline md:min-h-0" aria-label={t('runs.open', { date: dateOf(run) })} aria-current={run.trainingRunId === shownId} onClick={() => onShow(run.trainingRunId)}>
                      {dateOf(run)}
                    </button>
                    {run.requestedByName && <span className="block text-xs text-muted">{run.requestedByName}</span>}
                  </Cell>
                  <Cell>
                    <Badge tone={run.state === 'failed' ? 'danger' : run.state === 'succeeded' ? 'positive' : run.state === 'running' ? 'accent' : 'neutral'}>{t(`run.state.${run.state}`)}</Badge>
                  </Cell>
                  <Cell className="text-muted tabular-nums">{run.data && t('runs.data', { pairs: run.data.pairs, rules: run.data.ruleRows })}</Cell>
                  <Cell className="max-w-[48ch] text-muted">{run.resultModelNumber !== null ? t('runs.model', { number: run.resultModelNumber }) : (run.error ?? t('runs.noResult'))}</Cell>
                </Row>
              ))}
            </tbody>
          </Table>
        </div>
      )}
    </section>
  )
}
