'use client'
/** Narrows the list of people by words. */
import { useTranslations } from 'next-intl'
import { debounce, useQueryStates } from 'nuqs'
import { useTransition } from 'react'
import { SearchField } from '../../../_components/search-field.tsx'
import { candidateSearchParsers } from '../_lib/candidate-search.ts'

const SEARCH_AFTER_MS = 200

export function CandidateFilter({ count }: { count: number }) {
  const t = useTranslations('candidates')
  const [isLoading, startTransition] = useTransition()
  const [{ q }, setSearch] = useQueryStates(candidateSearchParsers, { shallow: false, startTransition })
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchField label={t('search')} value={q} className="min-w-40 flex-1 md:max-w-96" onChange={(value) => void setSearch({ q: value, page: 1 }, { limitUrlUpdates: value === '' ? undefined : debounce(SEARCH_AFTER_MS) })} />
      <p role="status" className={`ml-auto text-xs text-muted tabular-nums ${isLoading ? 'opacity-50' : ''}`}>
        {t('count', { count })}
      </p>
    </div>
  )
}
