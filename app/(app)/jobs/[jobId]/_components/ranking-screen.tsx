'use client'
/** The job's one page: ranked people left, the selected person right; on a phone one of the two. The selection lives in the address. */
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { parseAsString, useQueryState } from 'nuqs'
import { useCallback, useEffect, useMemo, useRef, useState, useTransition } from 'react'
import type { PersonView } from '../_lib/person-view.ts'
import type { RankedRow, RankingView } from '../_lib/ranking-view.ts'
import { usePerson } from '../_lib/use-person.ts'
import { useRankingPages } from '../_lib/use-ranking-pages.ts'
import { useShortcuts } from '../_lib/use-shortcuts.ts'
import { useShortlisting } from '../_lib/use-shortlisting.ts'
import { ListNotices } from './list-notices.tsx'
import { PersonPane } from './person-pane.tsx'
import { Provenance } from './provenance.tsx'
import { RankedList } from './ranked-list.tsx'
import type { RankedListHandle } from './ranked-list.tsx'
import { RankingEmpty } from './ranking-empty.tsx'
import { RankingKeys } from './ranking-keys.tsx'
import { RankingToolbar } from './ranking-toolbar.tsx'
import { useAutoRefresh } from '../_lib/use-auto-refresh.ts'

const isNarrow = () => window.matchMedia('(max-width: 767px)').matches

interface RankingScreenProps {
  jobId: string
  ranking: RankingView
  /** The filter that `ranking` was made with, as a query string. */
  filterKey: string
  isFiltered: boolean
  initialPerson: PersonView | null
  canEdit: boolean
}

export function RankingScreen({ jobId, ranking, filterKey, isFiltered, initialPerson, canEdit }: RankingScreenProps) {
  const t = useTranslations('job')
  const router = useRouter()
  const [isFiltering, startFiltering] = useTransition()
  const [chosenId, setChosenId] = useQueryState('candidate', parseAsString)
  const pages = useRankingPages(jobId, ranking, filterKey)
  const shortlisting = useShortlisting(jobId)
  const list = useRef<RankedListHandle>(null)
  const searchField = useRef<HTMLInputElement>(null)
  const panel = useRef<HTMLElement>(null)
  const [isHelpOpen, setIsHelpOpen] = useState(false)

  const firstRow = pages.rowAt(0)
  const selectedId = chosenId ?? firstRow?.candidateId ?? null
  const selectedIndex = useMemo(() => {
    for (let index = 0; index < ranking.total; index++) if (pages.rowAt(index)?.candidateId === selectedId) return index
    return -1
  }, [pages, ranking.total, selectedId])
  const row = selectedIndex < 0 ? undefined : pages.rowAt(selectedIndex)
  const previous = selectedIndex > 0 ? pages.rowAt(selectedIndex - 1) : undefined
  const next = selectedIndex >= 0 ? pages.rowAt(selectedIndex + 1) : undefined
  const { state: personState, retry: retryPerson } = usePerson(jobId, selectedId, [next?.candidateId, previous?.candidateId], initialPerson)
  useAutoRefresh(!ranking.isReady ? 'soon' : ranking.waitingCount > 0 ? 'later' : 'never')

  useEffect(() => {
    if (selectedIndex >= 0) pages.need(Math.max(0, selectedIndex - 2), Math.min(ranking.total - 1, selectedIndex + 2))
  }, [selectedIndex, ranking.total, pages.need, pages])

  const select = useCallback((candidateId: string | null) => void setChosenId(candidateId, { history: chosenId === null ? 'push' : 'replace' }), [chosenId, setChosenId])
  const isInPanel = () => panel.current?.contains(document.activeElement) ?? false
  const step = (by: 1 | -1) => {
    const target = by === 1 ? next : previous
    if (!target) return
    select(target.candidateId)
    list.current?.reveal(selectedIndex + by, { isFocused: !isInPanel() })
  }
  const open = useCallback(
    (candidateId: string, isByKey: boolean) => {
      select(candidateId)
      if (isByKey || isNarrow()) requestAnimationFrame(() => panel.current?.focus())
    },
    [select],
  )
  const stageOf = (candidate: RankedRow) => {
    const decided = shortlisting.decided(candidate.candidateId)
    return decided === undefined ? candidate.shortlistStage : (decided?.stage ?? null)
  }

  const toggleRow = useCallback(
    (candidate: RankedRow) => {
      const decided = shortlisting.decided(candidate.candidateId)
      const isListed = decided === undefined ? candidate.shortlistStage !== null : decided !== null
      void (isListed ? shortlisting.remove(candidate) : shortlisting.add(candidate))
    },
    [shortlisting],
  )
  const loaded = personState.kind === 'ready' ? personState.person : null
  const decided = selectedId === null ? undefined : shortlisting.decided(selectedId)
  const entry = decided === undefined ? (loaded?.entry ?? null) : decided
  const toggleSelected = () => {
    // The row knows enough: a key need not wait for the person's text.
    const person = loaded ?? row
    if (!canEdit || !person) return
    const isListed = decided === undefined ? (loaded ? loaded.entry !== null : row?.shortlistStage !== null) : decided !== null
    void (isListed ? shortlisting.remove(person) : shortlisting.add(person))
  }

  const leavePanel = () => {
    if (isNarrow()) select(null)
    if (selectedIndex >= 0) list.current?.reveal(selectedIndex, { isFocused: true })
  }

  useShortcuts({
    j: () => step(1),
    k: () => step(-1),
    ArrowDown: () => !isInPanel() && step(1),
    ArrowUp: () => !isInPanel() && step(-1),
    s: toggleSelected,
    c: () => router.push(`/jobs/${jobId}/compare`),
    '/': () => searchField.current?.focus(),
    Enter: () => panel.current?.focus(),
    Escape: leavePanel,
  })

  if (!ranking.isReady || (ranking.total === 0 && !isFiltered)) return <RankingEmpty ranking={ranking} />
  return (
    <div className="flex min-h-0 flex-1">
      <section aria-label={t('ranking.heading')} aria-busy={isFiltering} className={`min-h-0 w-full flex-col border-line md:flex md:w-[44%] md:max-w-xl md:min-w-96 md:border-r ${chosenId ? 'hidden' : 'flex'}`}>
        <RankingToolbar searchRef={searchField} startTransition={startFiltering} onLeave={() => list.current?.reveal(0, { isFocused: true })} />
        <ListNotices ranking={ranking} />
        <div className="flex items-center justify-between gap-2 border-b border-line px-3 py-1.5 md:py-1">
          <Provenance ranking={ranking} />
          <RankingKeys isOpen={isHelpOpen} onOpenChange={setIsHelpOpen} />
        </div>
        {pages.hasFailed && <p role="alert" className="border-b border-line px-3 py-1.5 text-xs text-danger">{t('ranking.pageFailed')}</p>}
        {ranking.total === 0 ? (
          <RankingEmpty ranking={ranking} isFiltered />
        ) : (
          <RankedList
            ref={list}
            total={ranking.total}
            best={firstRow?.score ?? 0}
            rowAt={pages.rowAt}
            need={pages.need}
            selectedId={selectedId}
            canEdit={canEdit}
            stageOf={stageOf}
            hrefOf={(candidateId) => `/jobs/${jobId}?${filterKey}${filterKey ? '&' : ''}candidate=${candidateId}`}
            onOpen={open}
            onToggle={toggleRow}
          />
        )}
      </section>
      <section aria-label={t('person.label')} className={`min-h-0 min-w-0 flex-1 flex-col bg-page max-md:fixed max-md:inset-x-0 max-md:top-0 max-md:bottom-14 max-md:z-20 md:flex ${chosenId ? 'flex' : 'hidden'}`}>
        <PersonPane
          panelRef={panel}
          state={personState}
          retry={() => selectedId && retryPerson(selectedId)}
          row={row}
          entry={entry}
          canEdit={canEdit}
          onBack={leavePanel}
          onPrevious={previous ? () => step(-1) : null}
          onNext={next ? () => step(1) : null}
          onToggle={toggleSelected}
          onStage={(stage) => {
            if (loaded && entry) void shortlisting.setStage(loaded, entry, stage)
          }}
          onReason={(reason) => {
            if (loaded && entry) void shortlisting.setReason(loaded, entry, reason)
          }}
          onNote={(note) => (loaded && entry ? shortlisting.saveNote(loaded.candidateId, entry, note) : Promise.resolve(null))}
        />
      </section>
    </div>
  )
}
