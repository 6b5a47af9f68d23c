'use client'
/** One person of the ranked list: a link that opens them, and a star that shortlists them. */
import { Star } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { memo } from 'react'
import type { ShortlistStage } from '#lib/db/schema/matching.ts'
import type { RankedRow as Row } from '../_lib/ranking-view.ts'
import { quoteBody } from '../_lib/quote.ts'
import { Movement } from './movement.tsx'
import { ScoreBar } from './score-bar.tsx'

export const ROW_HEIGHT = 96

interface RankedRowProps {
  row: Row
  href: string
  best: number
  stage: ShortlistStage | null
  isSelected: boolean
  canEdit: boolean
  onOpen: (candidateId: string, isByKey: boolean) => void
  onToggle: (row: Row) => void
}

export const RankedRow = memo(function RankedRow({ row, href, best, stage, isSelected, canEdit, onOpen, onToggle }: RankedRowProps) {
  const t = useTranslations('job')
  const format = useFormatter()
  const name = row.name ?? t('ranking.unnamed')
  const about = [row.headline, row.location].filter(Boolean).join(' · ')
  return (
    <div className={`group relative grid h-full grid-cols-[2.25rem_minmax(0,1fr)_auto] gap-x-2 border-b border-line px-3 py-2.5 ${isSelected ? 'bg-accent-soft' : 'hover:bg-hover'}`}>
      {isSelected && <span aria-hidden className="absolute inset-y-0 left-0 w-0.5 bg-accent" />}
      <span className="pr-1 text-right text-sm leading-5 font-medium tabular-nums text-ink">
        <span className="sr-only">{t('ranking.rank', { rank: row.rank })}</span>
        <span aria-hidden>{row.rank}</span>
      </span>
      <div className="min-w-0">
        <a
          href={href}
          data-candidate={row.candidateId}
          aria-current={isSelected ? 'true' : undefined}
          className={`block truncate text-sm leading-5 font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent ${row.name ? 'text-ink' : 'text-muted italic'}`}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
            event.preventDefault()
            // A click made by the Enter key counts no presses.
            onOpen(row.candidateId, event.detail === 0)
          }}
        >
          {name}
          {!row.name && row.fileName && <span className="font-normal not-italic"> · {row.fileName}</span>}
        </a>
        <p className="truncate text-xs leading-5 text-muted">{about || ' '}</p>
        {row.passage && <p className="line-clamp-2 text-xs leading-4 text-muted">{quoteBody(row.passage.text, row.passage.start, [row.name, row.headline, row.location])}</p>}
      </div>
      <div className="flex flex-col items-end">
        <ScoreBar score={row.score} best={best} label={t('ranking.score', { score: row.score.toFixed(3) })} hint={t('ranking.scoreHint')} />
        <Movement from={row.previousRank} to={row.rank} />
        <div className="mt-auto flex items-center gap-1">
          <span className="text-[11px] leading-4 tabular-nums text-muted">{format.dateTime(new Date(row.createdAt), { day: 'numeric', month: 'short' })}</span>
          {(canEdit || stage) && (
            <button
              type="button"
              disabled={!canEdit}
              aria-pressed={stage !== null}
              aria-label={t(stage ? 'ranking.removeFromShortlist' : 'ranking.addToShortlist', { name })}
              title={stage ? t('ranking.shortlistedAs', { stage: t(`stages.${stage}`) }) : undefined}
              className={`relative z-10 -m-2 grid size-11 place-items-center rounded md:-m-1 md:size-8 ${stage ? 'text-accent' : 'text-muted hover:text-ink'}`}
              onClick={() => onToggle(row)}
            >
              <Star aria-hidden className="size-4" fill={stage ? 'currentColor' : 'none'} />
            </button>
          )}
        </div>
      </div>
    </div>
  )
})
