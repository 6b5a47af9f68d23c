'use client'
/** Thousands of ranked people as virtual rows. It knows which rows are on screen and asks for them; it does not know where they come from. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { useTranslations } from 'next-intl'
import { useEffect, useEffectEvent, useImperativeHandle, useRef } from 'react'
import type { Ref } from 'react'
import type { ShortlistStage } from '#lib/db/schema/matching.ts'
import type { RankedRow as Row } from '../_lib/ranking-view.ts'
import { RankedRow, ROW_HEIGHT } from './ranked-row.tsx'

export interface RankedListHandle {
  reveal: (index: number, options?: { isFocused: boolean }) => void
}

interface RankedListProps {
  ref: Ref<RankedListHandle>
  total: number
  best: number
  rowAt: (index: number) => Row | undefined
  need: (first: number, last: number) => void
  selectedId: string | null
  canEdit: boolean
  stageOf: (row: Row) => ShortlistStage | null
  hrefOf: (candidateId: string) => string
  onOpen: (candidateId: string, isByKey: boolean) => void
  onToggle: (row: Row) => void
}

export function RankedList({ ref, total, best, rowAt, need, selectedId, canEdit, stageOf, hrefOf, onOpen, onToggle }: RankedListProps) {
  const t = useTranslations('job.ranking')
  const scroller = useRef<HTMLDivElement>(null)
  const focusWanted = useRef<number | null>(null)
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing here is memoised by a compiler
  const virtualizer = useVirtualizer({ count: total, getScrollElement: () => scroller.current, estimateSize: () => ROW_HEIGHT, overscan: 10, initialRect: { width: 0, height: 1200 } })
  const items = virtualizer.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0

  const onVisible = useEffectEvent(() => {
    if (total > 0) need(first, last)
  })
  useEffect(() => onVisible(), [first, last, total, need])

  const focusWantedRow = () => {
    if (focusWanted.current === null) return
    const link = scroller.current?.querySelector<HTMLElement>(`[data-index="${focusWanted.current}"] a`)
    if (!link) return
    link.focus({ preventScroll: true })
    focusWanted.current = null
  }
  useImperativeHandle(ref, () => ({
    reveal: (index, options) => {
      virtualizer.scrollToIndex(index, { align: 'auto' })
      focusWanted.current = options?.isFocused ? index : null
      focusWantedRow()
    },
  }))
  // A row that was far away is there only after the list has scrolled.
  useEffect(focusWantedRow)

  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto overscroll-contain" data-testid="ranked-list">
      <ol aria-label={t('heading')} className="relative m-0 list-none p-0" style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const row = rowAt(item.index)
          return (
            <li
              key={row?.candidateId ?? `row-${item.index}`}
              data-index={item.index}
              aria-setsize={total}
              aria-posinset={item.index + 1}
              className="absolute inset-x-0 top-0"
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
            >
              {row ? (
                <RankedRow
                  row={row}
                  href={hrefOf(row.candidateId)}
                  best={best}
                  stage={stageOf(row)}
                  isSelected={row.candidateId === selectedId}
                  canEdit={canEdit}
                  onOpen={onOpen}
                  onToggle={onToggle}
                />
              ) : (
                <RowSkeleton label={t('loadingRow')} />
              )}
            </li>
          )
        })}
      </ol>
    </div>
  )
}

function RowSkeleton({ label }: { label: string }) {
  return (
    <div className="grid h-full grid-cols-[2.25rem_1fr] gap-x-2 border-b border-line px-3 py-3">
      <span className="sr-only">{label}</span>
      <span aria-hidden className="ml-auto h-4 w-6 rounded bg-line" />
      <span aria-hidden className="flex flex-col gap-2">
        <span className="h-4 w-1/3 rounded bg-line" />
        <span className="h-3 w-1/2 rounded bg-line" />
        <span className="h-3 w-4/5 rounded bg-line" />
      </span>
    </div>
  )
}
