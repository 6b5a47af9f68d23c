/** People as rows. */
import { useFormatter, useTranslations } from 'next-intl'
import Link from 'next/link'
import type { CandidateSummary } from '#lib/candidates/list-candidates.ts'
import { Cell, HeadCell, Row, Table } from '../../../_components/table.tsx'

export function CandidateTable({ candidates }: { candidates: CandidateSummary[] }) {
  const t = useTranslations('candidates')
  const format = useFormatter()
  return (
    <Table className="table-fixed">
      <thead>
        <tr>
          <HeadCell>{t('columnPerson')}</HeadCell>
          <HeadCell className="hidden w-1/4 md:table-cell">{t('columnLocation')}</HeadCell>
          <HeadCell className="w-28 text-right">{t('columnAdded')}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {candidates.map(({ candidateId, name, headline, location, createdAt }) => (
          <Row key={candidateId} className="relative hover:bg-hover">
            <Cell>
              <Link href={`/candidates/${candidateId}`} className={`block truncate font-medium after:absolute after:inset-0 ${name ? 'text-ink' : 'text-muted italic'}`}>
                {name ?? t('unnamed')}
              </Link>
              {headline && <span className="block truncate text-xs leading-5 text-muted">{headline}</span>}
              {location && <span className="block truncate text-xs leading-5 text-muted md:hidden">{location}</span>}
            </Cell>
            <Cell className="hidden truncate text-muted md:table-cell">{location ?? <span className="italic">{t('unknown')}</span>}</Cell>
            <Cell className="text-right whitespace-nowrap text-muted">
              <time dateTime={createdAt.toISOString()}>{format.dateTime(createdAt, { day: 'numeric', month: 'short', year: 'numeric' })}</time>
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  )
}
