'use client'
/** The shortlist in its order: every change shows at once and goes back where it was when the server refuses. */
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { toast } from 'sonner'
import type { RejectionReason, ShortlistStage } from '#lib/db/schema/matching.ts'
import { Button } from '../../../../../../_components/button.tsx'
import { EmptyState } from '../../../../../../_components/empty-state.tsx'
import { Kbd } from '../../../../../../_components/kbd.tsx'
import { moveItem } from '../../../_lib/move-item.ts'
import { moveInShortlistAction, removeFromShortlistAction, restoreToShortlistAction, updateShortlistEntryAction } from '../../../actions.ts'
import { ShortlistRow } from './shortlist-row.tsx'
import type { ShortlistRowItem } from './shortlist-row.tsx'
import { useReorder } from './use-reorder.ts'

export function ShortlistBoard({ jobId, items: given, canEdit }: { jobId: string; items: ShortlistRowItem[]; canEdit: boolean }) {
  const t = useTranslations('job.shortlist')
  const tJob = useTranslations('job')
  const [items, setItems] = useState(given)
  const [said, setSaid] = useState('')
  const list = useRef<HTMLOListElement>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const unreachable = () => ({ ok: false as const, error: { message: t('unreachable') } })
  const nameOf = (item: ShortlistRowItem) => item.name ?? tJob('ranking.unnamed')

  const move = async (from: number, to: number) => {
    const item = items[from]
    const place = Math.max(0, Math.min(to, items.length - 1))
    if (!item || place === from) return
    const moved = moveItem(items, from, place)
    setItems(moved)
    setSaid(t('moved', { name: nameOf(item), position: place + 1, total: items.length }))
    const result = await moveInShortlistAction({ jobId, candidateId: item.candidateId, beforeCandidateId: moved[place + 1]?.candidateId ?? null }).catch(unreachable)
    if (result.ok) return
    setItems((current) => moveItem(current, current.findIndex(({ candidateId }) => candidateId === item.candidateId), from))
    setSaid(t('moveFailed', { name: nameOf(item), message: result.error.message }))
    toast.error(t('moveFailed', { name: nameOf(item), message: result.error.message }))
  }
  const reorder = useReorder(list, scroller, (from, to) => void move(from, to))

  const patch = (candidateId: string, change: Partial<ShortlistRowItem>) => setItems((current) => current.map((item) => (item.candidateId === candidateId ? { ...item, ...change } : item)))
  const setStage = async (item: ShortlistRowItem, stage: ShortlistStage) => {
    patch(item.candidateId, { stage, rejectionReason: null })
    const result = await updateShortlistEntryAction({ jobId, candidateId: item.candidateId, stage }).catch(unreachable)
    if (result.ok) return
    patch(item.candidateId, { stage: item.stage, rejectionReason: item.rejectionReason })
    toast.error(t('stageFailed', { name: nameOf(item), message: result.error.message }))
  }
  const setReason = async (item: ShortlistRowItem, rejectionReason: RejectionReason | null) => {
    patch(item.candidateId, { rejectionReason })
    const result = await updateShortlistEntryAction({ jobId, candidateId: item.candidateId, rejectionReason }).catch(unreachable)
    if (result.ok) return
    patch(item.candidateId, { rejectionReason: item.rejectionReason })
    toast.error(t('reasonFailed', { name: nameOf(item), message: result.error.message }))
  }
  const saveNote = async (item: ShortlistRowItem, note: string) => {
    const result = await updateShortlistEntryAction({ jobId, candidateId: item.candidateId, note }).catch(unreachable)
    if (result.ok) patch(item.candidateId, { note })
    return result.ok ? null : result.error.message
  }
  const putBack = (item: ShortlistRowItem, index: number) => setItems((current) => current.toSpliced(Math.min(index, current.length), 0, item))
  const remove = async (item: ShortlistRowItem, index: number) => {
    setItems((current) => current.filter(({ candidateId }) => candidateId !== item.candidateId))
    const { candidateId } = item
    const result = await removeFromShortlistAction({ jobId, candidateId }).catch(unreachable)
    if (!result.ok) {
      putBack(item, index)
      return void toast.error(t('removeFailed', { name: nameOf(item), message: result.error.message }))
    }
    const undo = async () => {
      const restored = await restoreToShortlistAction({ jobId, candidateId, ...result.data }).catch(unreachable)
      if (!restored.ok) return void toast.error(restored.error.message)
      const { stage, rejectionReason, note } = result.data
      putBack({ ...item, stage, rejectionReason, note }, index)
      setSaid(t('undone', { name: nameOf(item), position: index + 1 }))
    }
    toast(t('removed', { name: nameOf(item) }), { action: { label: t('undo'), onClick: () => void undo() } })
  }

  if (items.length === 0) {
    return (
      <div className="p-4 md:p-6">
        <EmptyState
          title={t('emptyTitle')}
          action={
            <Button asChild>
              <Link href={`/jobs/${jobId}`}>{t('emptyAction')}</Link>
            </Button>
          }
        >
          {t.rich('emptyText', { k: (key) => <Kbd>{String(key)}</Kbd> })}
        </EmptyState>
      </div>
    )
  }
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto">
      <div className="w-full max-w-6xl px-4 py-3 md:px-6">
        <div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-4 text-xs leading-5 text-muted">
          <h2 className="font-medium">{t('count', { count: items.length })}</h2>
          {canEdit && <p className="hidden md:block">{t.rich('order', { k: (key) => <Kbd>{String(key)}</Kbd> })}</p>}
        </div>
        <ol ref={list} aria-label={t('heading')} className="relative m-0 list-none border-t border-line p-0">
          {items.map((item, index) => (
            <ShortlistRow
              key={item.candidateId}
              jobId={jobId}
              item={item}
              index={index}
              total={items.length}
              canEdit={canEdit}
              isDragged={reorder.draggedIndex === index}
              style={reorder.rowStyle(index)}
              handleProps={reorder.handleProps(index)}
              onMove={(to) => void move(index, to)}
              onStage={(stage) => void setStage(item, stage)}
              onReason={(reason) => void setReason(item, reason)}
              onNote={(note) => saveNote(item, note)}
              onRemove={() => void remove(item, index)}
            />
          ))}
        </ol>
        <p role="status" aria-live="assertive" className="sr-only">
          {said}
        </p>
      </div>
    </div>
  )
}
