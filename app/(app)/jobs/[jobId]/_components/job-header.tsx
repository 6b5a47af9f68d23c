/** The head of a job's page: what it is, which version made the list, what it asks for, and what one may do. */
import { Pencil, Scale } from 'lucide-react'
import Link from 'next/link'
import { getFormatter, getTranslations } from 'next-intl/server'
import type { JobDetail } from '#lib/jobs/get-job.ts'
import { Badge } from '../../../../_components/badge.tsx'
import { Button } from '../../../../_components/button.tsx'
import { Tabs } from '../../../../_components/tabs.tsx'
import { JobStatusMenu } from './job-status-menu.tsx'
import { Requirements } from './requirements.tsx'

export async function JobHeader({ job, canEdit }: { job: JobDetail; canEdit: boolean }) {
  const [t, format] = await Promise.all([getTranslations('job.header'), getFormatter()])
  const edited = format.dateTime(job.editedAt, { day: 'numeric', month: 'short', year: 'numeric' })
  const version = job.versionNumber > 1 ? t('version', { number: job.versionNumber, date: edited }) : t('firstVersion', { date: edited })
  return (
    <header className="border-b border-line px-4 pt-3 md:px-6 md:pt-4">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <div className="min-w-0 flex-1 basis-72">
          <h1 className="line-clamp-2 text-lg leading-7 font-semibold break-words text-ink md:text-xl" title={job.title}>
            {job.title}
          </h1>
          <p className="flex flex-wrap items-center gap-x-2 text-sm leading-6 text-muted">
            <Badge tone={job.status === 'open' ? 'positive' : 'neutral'}>{t(job.status)}</Badge>
            <span>{job.location ?? t('noLocation')}</span>
            <span aria-hidden>·</span>
            <Link href={`/jobs/${job.jobId}/versions`} className="hover:text-ink hover:underline">
              {version}
            </Link>
          </p>
        </div>
        <div className="flex items-center gap-2">
          {canEdit && (
            <>
              <Button asChild variant="primary">
                <Link href={`/jobs/${job.jobId}/compare`}>
                  <Scale aria-hidden className="size-4" />
                  {t('compare')}
                </Link>
              </Button>
              <Button asChild>
                <Link href={`/jobs/${job.jobId}/edit`}>
                  <Pencil aria-hidden className="size-4" />
                  {t('edit')}
                </Link>
              </Button>
              <JobStatusMenu jobId={job.jobId} status={job.status} />
            </>
          )}
        </div>
      </div>
      <Requirements requirements={job.requirements} />
      <Tabs
        label={t('tabs')}
        tabs={[
          { href: `/jobs/${job.jobId}`, label: t('ranking') },
          { href: `/jobs/${job.jobId}/shortlist`, label: t('shortlist'), count: job.shortlistedCount },
          { href: `/jobs/${job.jobId}/versions`, label: t('versions'), count: job.versionCount },
        ]}
      />
    </header>
  )
}
