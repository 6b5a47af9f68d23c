'use client'
/** Every model version with its state, what it was measured at, and where it comes from. */
import { useFormatter, useTranslations } from 'next-intl'
import { matchingRulesInput } from '#lib/validation/matching-rules.ts'
import { Badge } from '../../../_components/badge.tsx'
import type { BadgeTone } from '../../../_components/badge.tsx'
import { Cell, HeadCell, Row, Table } from '../../../_components/table.tsx'
import type { ModelVersion } from '../_lib/training-status.ts'
import { EstimateText } from './estimate-text.tsx'
import { ReleaseDialog } from './release-dialog.tsx'

const TONES: Record<ModelVersion['state'], BadgeTone> = { candidate: 'neutral', embedding: 'accent', live: 'positive', retired: 'neutral' }

interface ModelVersionsProps {
  versions: ModelVersion[]
  canTrain: boolean
  onChange: () => Promise<void>
}

export function ModelVersions({ versions, canTrain, onChange }: ModelVersionsProps) {
  const t = useTranslations('training')
  const format = useFormatter()
  return (
    <section aria-labelledby="versions-heading" className="border-t border-line pt-6">
      <h2 id="versions-heading" className="text-sm font-semibold text-ink">
        {t('versions.title')}
      </h2>
      <div className="mt-2 overflow-x-auto" tabIndex={0} role="group" aria-labelledby="versions-heading">
        <Table className="min-w-[56rem]">
          <thead>
            <tr>
              <HeadCell>{t('versions.number')}</HeadCell>
              <HeadCell>{t('versions.state')}</HeadCell>
              <HeadCell>{t('versions.accuracy')}</HeadCell>
              <HeadCell>{t('versions.ndcg')}</HeadCell>
              <HeadCell>{t('versions.lineage')}</HeadCell>
              <HeadCell>{t('versions.made')}</HeadCell>
              <HeadCell className="text-right">
                <span className={canTrain ? '' : 'sr-only'}>{t('versions.actions')}</span>
              </HeadCell>
            </tr>
          </thead>
          <tbody>
            {versions.map((version) => (
              <Row key={version.id}>
                <Cell className="font-medium whitespace-nowrap tabular-nums text-ink">
                  {version.number} <span className="font-normal text-muted">{t(`stage.${version.stage}`)}</span>
                </Cell>
                <Cell>
                  <Badge tone={TONES[version.state]}>{t(`versions.stageName.${version.state}`)}</Badge>
                  {version.reason && <span className="mt-1 block max-w-56 text-xs leading-4 text-muted">{version.reason}</span>}
                  {version.embedError && <span className="mt-1 block max-w-56 text-xs leading-4 text-danger">{t('promote.failed', { number: version.number, message: version.embedError })}</span>}
                </Cell>
                <Cell>
                  <EstimateText estimate={version.metrics?.pairAccuracy ?? null} kind="share" />
                </Cell>
                <Cell>
                  <EstimateText estimate={version.metrics?.ruleNdcg ?? null} kind="ndcg" />
                </Cell>
                <Cell className="text-xs leading-4 text-muted">
                  <Lineage version={version} />
                </Cell>
                <Cell className="whitespace-nowrap text-muted tabular-nums">{format.dateTime(new Date(version.createdAt), { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })}</Cell>
                <Cell className="text-right">
                  {canTrain && version.canPromote && <ReleaseDialog kind="promote" version={version} onDone={onChange} />}
                  {canTrain && version.canRollBack && <ReleaseDialog kind="rollBack" version={version} onDone={onChange} />}
                </Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      </div>
    </section>
  )
}

function Lineage({ version }: { version: ModelVersion }) {
  const t = useTranslations('training.versions')
  const { lineage, parentNumber } = version
  if (!lineage) return <>{t('shipped')}</>
  // Versions made before there were rules to set have none.
  const rules = matchingRulesInput.safeParse(lineage.config.matchingRules).data
  const parts = [
    parentNumber !== null && t('parent', { number: parentNumber }),
    t('pairs', { count: lineage.pairCount }),
    t('ruleRows', { count: lineage.ruleRows }),
    rules && t('matchingRules', { ...rules.weights, positive: Math.round(rules.positiveThreshold * 100), negative: Math.round(rules.negativeThreshold * 100) }),
    t('seed', { seed: lineage.seed }),
    t('dataHash', { hash: lineage.dataHash.slice(0, 8) }),
    t('code', { version: lineage.codeVersion }),
  ]
  return <span className="tabular-nums">{parts.filter(Boolean).join(' · ')}</span>
}
