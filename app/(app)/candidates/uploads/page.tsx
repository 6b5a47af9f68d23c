import type { Metadata } from 'next'
import { getFormatter, getTranslations } from 'next-intl/server'
import Link from 'next/link'
import { listUploads } from '#lib/candidates/list-uploads.ts'
import { EmptyState } from '../../../_components/empty-state.tsx'
import { Cell, HeadCell, Row, Table } from '../../../_components/table.tsx'
import { requireActor } from '../../../_lib/page.ts'
import { CandidatesHeader } from '../_components/candidates-header.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('candidates.uploads'))('title') }
}

export default async function UploadsPage() {
  const { services, actor } = await requireActor()
  const t = await getTranslations('candidates')
  const format = await getFormatter()
  const uploads = await listUploads(services, actor)
  return (
    <>
      <CandidatesHeader />
      <div className="px-4 py-4 md:px-8 md:py-6">
        {uploads.length === 0 ? (
          <EmptyState title={t('uploads.empty')}>{t('uploads.emptyText')}</EmptyState>
        ) : (
          <Table>
            <thead>
              <tr>
                <HeadCell>{t('uploads.columnUpload')}</HeadCell>
                <HeadCell>{t('uploads.columnResult')}</HeadCell>
                <HeadCell className="hidden text-right sm:table-cell">{t('uploads.columnStarted')}</HeadCell>
              </tr>
            </thead>
            <tbody>
              {uploads.map((upload) => (
                <Row key={upload.uploadId} className="relative hover:bg-hover">
                  <Cell>
                    <Link href={`/candidates/uploads/${upload.uploadId}`} className="font-medium break-words text-ink after:absolute after:inset-0">
                      {t('uploads.named', { name: upload.firstFileName, more: upload.total - 1 })}
                    </Link>
                  </Cell>
                  <Cell className="text-muted tabular-nums">
                    {upload.isFinished ? t('progress.added', { count: upload.done - upload.failed - upload.duplicates }) : t('uploads.under', { done: upload.done, total: upload.total })}
                    {upload.failed > 0 && <span className="text-warning"> · {t('progress.failed', { count: upload.failed })}</span>}
                    {upload.duplicates > 0 && ` · ${t('progress.duplicates', { count: upload.duplicates })}`}
                  </Cell>
                  <Cell className="hidden text-right whitespace-nowrap text-muted sm:table-cell">{format.dateTime(upload.createdAt, { dateStyle: 'medium', timeStyle: 'short' })}</Cell>
                </Row>
              ))}
            </tbody>
          </Table>
        )}
      </div>
    </>
  )
}
