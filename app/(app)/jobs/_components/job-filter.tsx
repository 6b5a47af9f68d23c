'use client'
/** Search and status of the list of jobs. */
import { useTranslations } from 'next-intl'
import { debounce, useQueryStates } from 'nuqs'
import { useTransition } from 'react'
import { SearchField } from '../../../_components/search-field.tsx'
import { SegmentedControl } from '../../../_components/segmented-control.tsx'
import { JOB_STATUSES, jobSearchParsers } from './job-search.ts'

const SEARCH_AFTER_MS = 200

export function JobFilter({ count }: { count: number }) {
  const t = useTranslations('jobs')
  const [isLoading, startTransition] = useTransition()
  const [{ q, status }, setSearch] = useQueryStates(jobSearchParsers, { shallow: false, startTransition })
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchField label={t('search')} value={q} className="min-w-40 flex-1 md:max-w-80" onChange={(value) => void setSearch({ q: value }, { limitUrlUpdates: value === '' ? undefined : debounce(SEARCH_AFTER_MS) })} />
      <SegmentedControl label={t('filterLabel')} value={status} options={JOB_STATUSES.map((value) => ({ value, label: t(value) }))} onChange={(value) => void setSearch({ status: value })} />
      <p role="status" className={`ml-auto text-xs text-muted tabular-nums ${isLoading ? 'opacity-50' : ''}`}>
        {t('count', { count })}
      </p>
    </div>
  )
}
