/** Jobs as rows; on phones the numbers fall under the title. */
import { useFormatter, useTranslations } from 'next-intl'
import Link from 'next/link'
import type { JobSummary } from '#lib/jobs/list-jobs.ts'
import { Badge } from '../../../_components/badge.tsx'
import { Cell, HeadCell, Row, Table } from '../../../_components/table.tsx'

export function JobTable({ jobs }: { jobs: JobSummary[] }) {
  const t = useTranslations('jobs')
  const format = useFormatter()
  return (
    <Table>
      <thead>
        <tr>
          <HeadCell>{t('columnJob')}</HeadCell>
          <HeadCell className="hidden text-right sm:table-cell">{t('columnShortlisted')}</HeadCell>
          <HeadCell className="hidden text-right sm:table-cell" title={t('columnAnswersHint')}>
            {t('columnAnswers')}
          </HeadCell>
          <HeadCell className="text-right">{t('columnPosted')}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {jobs.map((job) => (
          <Row key={job.jobId} className="relative hover:bg-hover">
            <Cell className="py-2.5">
              <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <Link href={`/jobs/${job.jobId}`} className="font-medium break-words text-ink after:absolute after:inset-0">
                  {job.title}
                </Link>
                {job.status === 'closed' && <Badge>{t('closed')}</Badge>}
              </span>
              <span className="mt-0.5 block text-xs text-muted">
                {job.location ?? t('noLocation')} · {t('version', { number: job.versionNumber })}
              </span>
            </Cell>
            <Cell className="hidden py-2.5 text-right tabular-nums sm:table-cell">{job.shortlistedCount > 0 ? job.shortlistedCount : <span className="text-muted">0</span>}</Cell>
            <Cell className="hidden py-2.5 text-right tabular-nums sm:table-cell">{job.answeredPairs > 0 ? job.answeredPairs : <span className="text-muted">0</span>}</Cell>
            <Cell className="py-2.5 text-right whitespace-nowrap text-muted">
              <time dateTime={job.createdAt.toISOString()}>{format.dateTime(job.createdAt, { day: 'numeric', month: 'short', year: 'numeric' })}</time>
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  )
}
