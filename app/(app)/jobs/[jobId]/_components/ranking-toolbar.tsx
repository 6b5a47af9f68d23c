'use client'
/** The filter of the list, kept in the address. */
import { Search, Star, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { debounce, useQueryStates } from 'nuqs'
import type { Ref, TransitionStartFunction } from 'react'
import { Select } from '../../../../_components/select.tsx'
import { SINCE, rankingParsers } from '../_lib/ranking-filter.ts'

const SEARCH_AFTER_MS = 200

interface RankingToolbarProps {
  searchRef: Ref<HTMLInputElement>
  startTransition: TransitionStartFunction
  onLeave: () => void
}

export function RankingToolbar({ searchRef, startTransition, onLeave }: RankingToolbarProps) {
  const t = useTranslations('job.ranking')
  const [search, setSearch] = useQueryStates(rankingParsers, { shallow: false, startTransition })
  const setWords = (q: string) => void setSearch({ q }, { limitUrlUpdates: q === '' ? undefined : debounce(SEARCH_AFTER_MS) })
  return (
    <search className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-2">
      <div className="relative min-w-40 flex-1 max-md:basis-full">
        <Search aria-hidden className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted" />
        <input
          ref={searchRef}
          type="text"
          inputMode="search"
          value={search.q}
          aria-label={t('searchLabel')}
          placeholder={t('search')}
          maxLength={500}
          className="h-11 w-full rounded-md border border-line bg-surface pr-8 pl-8 text-sm text-ink placeholder:text-muted focus-visible:outline-2 focus-visible:outline-accent md:h-8"
          onChange={(event) => setWords(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' || event.key === 'ArrowDown' || event.key === 'Enter') {
              event.preventDefault()
              onLeave()
            }
          }}
        />
        {search.q !== '' && (
          <button type="button" aria-label={t('clearSearch')} className="absolute top-0 right-0 grid size-11 place-items-center text-muted hover:text-ink md:size-8" onClick={() => setWords('')}>
            <X aria-hidden className="size-4" />
          </button>
        )}
      </div>
      <button
        type="button"
        aria-pressed={search.shortlisted}
        className={`inline-flex h-11 items-center gap-1.5 rounded-md border px-2.5 text-sm md:h-8 ${search.shortlisted ? 'border-accent bg-accent-soft text-accent' : 'border-line text-ink hover:bg-hover'}`}
        onClick={() => void setSearch({ shortlisted: search.shortlisted ? null : true })}
      >
        <Star aria-hidden className="size-4" fill={search.shortlisted ? 'currentColor' : 'none'} />
        {t('onlyShortlisted')}
      </button>
      <Select
        className="max-md:flex-1"
        aria-label={t('since')}
        value={search.since ?? ''}
        onChange={(event) => void setSearch({ since: SINCE.find((since) => since === event.target.value) ?? null })}
      >
        <option value="">{t('sinceAny')}</option>
        {SINCE.map((since) => (
          <option key={since} value={since}>
            {t(`since${since}`)}
          </option>
        ))}
      </Select>
    </search>
  )
}
