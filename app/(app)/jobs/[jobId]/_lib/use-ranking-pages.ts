'use client'
/**
 * The pages of a ranked list as one scrolls through it. The first comes with the page, the others from the ranking route.
 * A fresher first page (a new filter, more people read) makes the others stale: of the same filter they stay visible until they are replaced.
 */
import { useCallback, useEffect, useRef, useState } from 'react'
import { PAGE_SIZE } from './ranking-view.ts'
import type { RankedRow, RankingView } from './ranking-view.ts'

interface Pages {
  first: RankingView
  filterKey: string
  rows: Map<number, { rows: RankedRow[]; from: RankingView }>
}

export function useRankingPages(jobId: string, first: RankingView, filterKey: string) {
  const [pages, setPages] = useState<Pages>(() => start(first, filterKey))
  const [hasFailed, setHasFailed] = useState(false)
  const loading = useRef(new Set<number>())

  if (pages.first !== first) setPages(pages.filterKey === filterKey ? refresh(pages, first) : start(first, filterKey))

  const load = useCallback(
    async (page: number) => {
      if (loading.current.has(page)) return
      loading.current.add(page)
      try {
        const response = await fetch(`/jobs/${jobId}/ranking?${filterKey}&offset=${page * PAGE_SIZE}`)
        if (!response.ok) throw new Error(`The ranking route answered ${response.status}.`)
        const view = (await response.json()) as RankingView
        // An answer to an older question of the same filter is shown until a fresher one comes.
        setPages((current) => (current.filterKey === filterKey ? { ...current, rows: new Map(current.rows).set(page, { rows: view.candidates, from: first }) } : current))
        setHasFailed(false)
      } catch {
        setHasFailed(true)
      } finally {
        loading.current.delete(page)
      }
    },
    [jobId, filterKey, first],
  )

  const need = useCallback(
    (firstRow: number, lastRow: number) => {
      for (let page = Math.floor(firstRow / PAGE_SIZE); page <= Math.floor(lastRow / PAGE_SIZE); page++) {
        if (page >= 0 && page * PAGE_SIZE < first.total && pages.rows.get(page)?.from !== first) void load(page)
      }
    },
    [pages, first, load],
  )

  useEffect(() => loading.current.clear(), [first])

  return { rowAt: (index: number): RankedRow | undefined => pages.rows.get(Math.floor(index / PAGE_SIZE))?.rows[index % PAGE_SIZE], need, hasFailed }
}

function start(first: RankingView, filterKey: string): Pages {
  return { first, filterKey, rows: new Map([[0, { rows: first.candidates, from: first }]]) }
}

function refresh(pages: Pages, first: RankingView): Pages {
  return { ...pages, first, rows: new Map(pages.rows).set(0, { rows: first.candidates, from: first }) }
}
