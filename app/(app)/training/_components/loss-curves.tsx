'use client'
/** The loss of both stages, step by step, as curves or as tables. */
import dynamic from 'next/dynamic'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { SegmentedControl } from '../../../_components/segmented-control.tsx'
import { Skeleton } from '../../../_components/skeleton.tsx'
import { Cell, HeadCell, Row, Table } from '../../../_components/table.tsx'
import type { Run } from '../_lib/training-status.ts'

const LossChart = dynamic(() => import('./loss-chart.tsx').then((chart) => chart.LossChart), { ssr: false, loading: () => <Skeleton className="h-52 w-full" /> })

const STAGES = ['contrastive', 'rankpo'] as const

export function LossCurves({ points, isUnderWay }: { points: Run['lossPoints']; isUnderWay: boolean }) {
  const t = useTranslations('training.loss')
  const format = useFormatter()
  const [view, setView] = useState<'chart' | 'table'>('chart')
  const show = (value: number) => format.number(value, { minimumFractionDigits: 3, maximumFractionDigits: 3 })
  return (
    <div>
      <div className="flex items-center justify-between gap-4">
        <h3 className="text-sm font-medium text-ink">{t('title')}</h3>
        <SegmentedControl
          label={t('title')}
          value={view}
          onChange={setView}
          options={[
            { value: 'chart', label: t('asChart') },
            { value: 'table', label: t('asTable') },
          ]}
        />
      </div>
      <div className="mt-2 grid gap-x-12 gap-y-6 md:grid-cols-2">
        {STAGES.map((stage) => {
          // A loss that was not a number arrives as null: it has no place on a curve.
          const own = points.filter((point) => point.stage === stage && Number.isFinite(point.loss))
          const first = own[0]
          const last = own.at(-1)
          return (
            <figure key={stage} className="m-0 min-w-0">
              <figcaption className="flex flex-wrap items-baseline gap-x-2 text-xs leading-5 text-muted">
                <span className="font-medium text-ink">{t(stage)}</span>
                {first && last && <span className="tabular-nums">{t('from', { first: show(first.loss), last: show(last.loss), steps: own.length })}</span>}
              </figcaption>
              {first && last ? (
                view === 'chart' ? (
                  <LossChart points={own} label={t('chartLabel', { stage: t(stage), first: show(first.loss), firstStep: first.step, last: show(last.loss), lastStep: last.step })} />
                ) : (
                  <LossTable points={own} stage={stage} show={show} />
                )
              ) : (
                <p className="grid h-52 place-items-center border-b border-l border-line text-sm text-muted">{t(isUnderWay ? (stage === 'rankpo' && points.length > 0 ? 'notReached' : 'empty') : 'notReached')}</p>
              )}
            </figure>
          )
        })}
      </div>
    </div>
  )
}

function LossTable({ points, stage, show }: { points: Run['lossPoints']; stage: (typeof STAGES)[number]; show: (value: number) => string }) {
  const t = useTranslations('training.loss')
  const format = useFormatter()
  return (
    <div className="h-52 overflow-y-auto" tabIndex={0} role="group" aria-label={t(stage)}>
      <Table>
        <thead>
          <tr>
            <HeadCell>{t('step')}</HeadCell>
            <HeadCell className="text-right">{t('loss')}</HeadCell>
            {stage === 'rankpo' && <HeadCell className="text-right">{t('accuracy')}</HeadCell>}
          </tr>
        </thead>
        <tbody>
          {points.map((point) => (
            <Row key={point.step}>
              <Cell>{point.step}</Cell>
              <Cell className="text-right">{show(point.loss)}</Cell>
              {stage === 'rankpo' && <Cell className="text-right">{point.rewardsAccuracy === null ? '' : format.number(point.rewardsAccuracy, { style: 'percent' })}</Cell>}
            </Row>
          ))}
        </tbody>
      </Table>
    </div>
  )
}
