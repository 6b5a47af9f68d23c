import type { Metadata } from 'next'
import { getFormatter, getTranslations } from 'next-intl/server'
import type { JobVersionView } from '#lib/jobs/list-job-versions.ts'
import { listJobVersions } from '#lib/jobs/list-job-versions.ts'
import { Badge } from '../../../../../_components/badge.tsx'
import { requireActor } from '../../../../../_lib/page.ts'
import { changedParts } from '../../_lib/changed-parts.ts'
import { findJob } from '../../_lib/find-job.ts'

interface VersionsPageProps {
  params: Promise<{ jobId: string }>
}

export async function generateMetadata({ params }: VersionsPageProps): Promise<Metadata> {
  return { title: (await findJob((await params).jobId)).title }
}

export default async function VersionsPage({ params }: VersionsPageProps) {
  const { jobId } = await params
  const [{ services, actor }, t] = await Promise.all([requireActor(), getTranslations('job.versions')])
  await findJob(jobId)
  const versions = await listJobVersions(services, actor, { jobId })
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="w-full max-w-4xl px-4 py-4 md:px-6">
        <p className="text-xs leading-5 text-muted">{t('explain')}</p>
        <ol aria-label={t('heading')} className="m-0 mt-2 list-none border-t border-line p-0">
          {versions.map((version, index) => (
            <Version key={version.jobVersionId} version={version} before={versions[index + 1]} isCurrent={index === 0} />
          ))}
        </ol>
      </div>
    </div>
  )
}

async function Version({ version, before, isCurrent }: { version: JobVersionView; before: JobVersionView | undefined; isCurrent: boolean }) {
  const [t, format] = await Promise.all([getTranslations('job.versions'), getFormatter()])
  const date = format.dateTime(version.createdAt, { dateStyle: 'medium', timeStyle: 'short' })
  const changed = before ? changedParts(before, version) : []
  const must = version.requirements.filter(({ level }) => level === 'must').length
  return (
    <li className="border-b border-line py-3">
      <h2 className="flex flex-wrap items-center gap-x-2 text-sm leading-6 font-medium text-ink">
        {t('version', { number: version.number })}
        {isCurrent && <Badge tone="accent">{t('current')}</Badge>}
        <span className="font-normal text-muted">{version.createdByName ? t('edited', { date, name: version.createdByName }) : date}</span>
      </h2>
      <p className="text-sm leading-5 text-ink">
        {version.title}
        {version.location && <span className="text-muted"> · {version.location}</span>}
        <span className="text-muted"> · {t('requirements', { must, nice: version.requirements.length - must })}</span>
      </p>
      {before && changed.length > 0 && <p className="text-xs leading-5 text-muted">{t('changes', { number: before.number, what: changed.map((part) => t(`changed.${part}`)).join(', ') })}</p>}
      <details className="mt-1" open={isCurrent}>
        <summary className="inline-flex min-h-11 items-center text-xs text-accent hover:underline md:min-h-6">{t('showText')}</summary>
        <div className="mt-1 max-w-[72ch] text-sm leading-6 break-words whitespace-pre-wrap text-ink" dir="auto">
          {version.text}
        </div>
      </details>
    </li>
  )
}
