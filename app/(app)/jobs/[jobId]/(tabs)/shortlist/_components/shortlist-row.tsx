'use client'
/** One person of the shortlist: place, stage and note, moved by the handle or by Alt with an arrow key. */
import { GripVertical, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import type { CSSProperties, HTMLAttributes, KeyboardEvent } from 'react'
import type { RejectionReason, ShortlistStage } from '#lib/db/schema/matching.ts'
import { IconButton } from '../../../../../../_components/icon-button.tsx'
import { NoteField } from '../../../_components/note-field.tsx'
import { RejectionReasonSelect } from '../../../_components/rejection-reason-select.tsx'
import { StageSelect } from '../../../_components/stage-select.tsx'

export interface ShortlistRowItem {
  candidateId: string
  name: string | null
  headline: string | null
  location: string | null
  stage: ShortlistStage
  rejectionReason: RejectionReason | null
  note: string
}

interface ShortlistRowProps {
  jobId: string
  item: ShortlistRowItem
  index: number
  total: number
  canEdit: boolean
  isDragged: boolean
  style: CSSProperties
  handleProps: HTMLAttributes<HTMLButtonElement>
  onMove: (to: number) => void
  onStage: (stage: ShortlistStage) => void
  onReason: (reason: RejectionReason | null) => void
  onNote: (note: string) => Promise<string | null>
  onRemove: () => void
}

export function ShortlistRow({ jobId, item, index, total, canEdit, isDragged, style, handleProps, onMove, onStage, onReason, onNote, onRemove }: ShortlistRowProps) {
  const t = useTranslations('job')
  const handle = useRef<HTMLButtonElement>(null)
  const isFocusKept = useRef(false)
  const name = item.name ?? t('ranking.unnamed')
  const about = [item.headline, item.location].filter(Boolean).join(' · ')

  // A row that moves in the document loses the focus: it takes it back.
  useEffect(() => {
    if (isFocusKept.current) handle.current?.focus()
    isFocusKept.current = false
  }, [index])

  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    if (!canEdit || !event.altKey || by === 0) return
    event.preventDefault()
    isFocusKept.current = true
    onMove(index + by)
  }

  return (
    <li
      style={style}
      onKeyDown={onKeyDown}
      className={`grid grid-cols-[auto_1.5rem_minmax(0,1fr)_auto] items-start gap-x-2 gap-y-2 border-b border-line py-2 md:grid-cols-[auto_1.5rem_minmax(0,5fr)_10rem_minmax(0,6fr)_auto] md:gap-x-3 ${isDragged ? 'bg-surface shadow-pop' : 'bg-page'}`}
    >
      {canEdit ? (
        <button
          ref={handle}
          type="button"
          aria-label={t('shortlist.handle', { name })}
          aria-describedby={`place-${item.candidateId}`}
          className="-my-1 grid size-11 cursor-grab touch-none place-items-center rounded text-muted hover:text-ink active:cursor-grabbing md:my-0 md:size-8"
          {...handleProps}
        >
          <GripVertical aria-hidden className="size-4" />
        </button>
      ) : (
        <span />
      )}
      <span aria-hidden className="pt-1.5 text-right text-sm font-medium tabular-nums text-muted">
        {index + 1}
      </span>
      <span id={`place-${item.candidateId}`} className="sr-only">
        {t('shortlist.handleHint', { position: index + 1, total })}
      </span>
      <div className="min-w-0 pt-1">
        <Link
          href={`/jobs/${jobId}?candidate=${item.candidateId}`}
          title={t('shortlist.open')}
          className={`block truncate text-sm leading-5 font-medium hover:underline ${item.name ? 'text-ink' : 'text-muted italic'}`}
        >
          {name}
        </Link>
        <p className="truncate text-xs leading-5 text-muted">{about}</p>
      </div>
      {canEdit && (
        <IconButton label={t('shortlist.remove', { name })} onClick={onRemove} className="md:order-last">
          <Trash2 aria-hidden className="size-4" />
        </IconButton>
      )}
      <div className="col-span-full flex max-w-64 flex-col gap-2 pl-10 md:col-span-1 md:max-w-none md:pl-0">
        <StageSelect label={t('shortlist.stageOf', { name })} isLabelHidden value={item.stage} isDisabled={!canEdit} onChange={onStage} />
        {item.stage === 'rejected' && <RejectionReasonSelect label={t('shortlist.reasonOf', { name })} isLabelHidden value={item.rejectionReason} isDisabled={!canEdit} onChange={onReason} />}
      </div>
      <div className="col-span-full pl-10 md:col-span-1 md:pl-0">
        <NoteField label={t('shortlist.noteOf', { name })} isLabelHidden isQuiet value={item.note} isReadOnly={!canEdit} save={onNote} />
      </div>
    </li>
  )
}
