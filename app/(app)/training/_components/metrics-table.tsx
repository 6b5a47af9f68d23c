'use client'
/** Before and after on data that no run trained on, and in plain words what that allows to be said. */
import { useTranslations } from 'next-intl'
import type { EvaluationMetrics } from '#lib/db/schema/models.ts'
import { Cell, HeadCell, Row, Table } from '../../../_components/table.tsx'
import { judgeChange } from '../_lib/judge-change.ts'
import type { Verdict } from '../_lib/judge-change.ts'
import { EstimateText } from './estimate-text.tsx'

const METRICS = [
  { key: 'pairAccuracy', kind: 'share' },
  { key: 'ruleNdcg', kind: 'ndcg' },
] as const

const TONES: Record<Verdict, string> = { better: 'text-positive', worse: 'text-danger', unclear: 'text-muted', tooFew: 'text-muted', tooWide: 'text-muted', cannotSay: 'text-muted' }

interface MetricsTableProps {
  before: EvaluationMetrics | null
  after: EvaluationMetrics | null
  beforeNumber: number
  afterNumber: number | null
}

export function MetricsTable({ before, after, beforeNumber, afterNumber }: MetricsTableProps) {
  const t = useTranslations('training.metrics')
  return (
    <div>
      <h3 className="text-sm font-medium text-ink">{t('title')}</h3>
      <p className="text-xs leading-5 text-muted">{t('explain')}</p>
      <div className="mt-2 overflow-x-auto" tabIndex={0} role="group" aria-label={t('title')}>
        <Table className="min-w-[44rem]">
          <thead>
            <tr>
              <HeadCell className="w-1/3">{t('metric')}</HeadCell>
              <HeadCell>{t('beforeModel', { number: beforeNumber })}</HeadCell>
              <HeadCell>{afterNumber === null ? t('after') : t('afterModel', { number: afterNumber })}</HeadCell>
              <HeadCell className="w-1/4">{t('verdict')}</HeadCell>
            </tr>
          </thead>
          <tbody>
            {METRICS.map(({ key, kind }) => {
              const verdict = judgeChange(before?.[key] ?? null, after?.[key] ?? null)
              return (
                <Row key={key}>
                  <Cell>
                    <span className="text-ink">{t(key)}</span>
                    <span className="block text-xs leading-4 text-muted">{t(`${key}Hint`)}</span>
                  </Cell>
                  <Cell>
                    <EstimateText estimate={before?.[key] ?? null} kind={kind} />
                  </Cell>
                  <Cell>
                    <EstimateText estimate={after?.[key] ?? null} kind={kind} />
                  </Cell>
                  <Cell className={TONES[verdict]}>{t(verdict, { n: after?.[key]?.n ?? 0 })}</Cell>
                </Row>
              )
            })}
          </tbody>
        </Table>
      </div>
    </div>
  )
}
