'use client'
/**
 * Who is on the shortlist, as the person at the screen has just decided it: shown at once, taken back when the server refuses.
 * It remembers only what was decided here; everything else is what the server said.
 */
import { useTranslations } from 'next-intl'
import { useCallback, useMemo, useState } from 'react'
import { toast } from 'sonner'
import type { RejectionReason, ShortlistStage } from '#lib/db/schema/matching.ts'
import { addToShortlistAction, removeFromShortlistAction, restoreToShortlistAction, updateShortlistEntryAction } from '../actions.ts'
import type { EntryView } from './person-view.ts'

interface Person {
  candidateId: string
  name: string | null
}

type Result<T> = { ok: true; data: T } | { ok: false; error: { message: string } }

export interface Shortlisting {
  /** Undefined: nothing was decided here. */
  decided: (candidateId: string) => EntryView | null | undefined
  add: (person: Person) => Promise<void>
  remove: (person: Person) => Promise<void>
  setStage: (person: Person, entry: EntryView, stage: ShortlistStage) => Promise<void>
  setReason: (person: Person, entry: EntryView, reason: RejectionReason | null) => Promise<void>
  /** Null when it is saved, or the sentence that says why not. */
  saveNote: (candidateId: string, entry: EntryView, note: string) => Promise<string | null>
}

export function useShortlisting(jobId: string): Shortlisting {
  const t = useTranslations('job')
  const [entries, setEntries] = useState<Map<string, EntryView | null>>(new Map())

  const attempt = useCallback(async <T>(candidateId: string, wanted: EntryView | null, run: () => Promise<Result<T>>): Promise<Result<T>> => {
    let before: EntryView | null | undefined
    setEntries((current) => {
      before = current.get(candidateId)
      return new Map(current).set(candidateId, wanted)
    })
    const result = await run().catch((): Result<T> => ({ ok: false, error: { message: t('shortlist.unreachable') } }))
    if (!result.ok) setEntries((current) => without(current, candidateId, before))
    return result
  }, [t])

  return useMemo(() => {
    const nameOf = ({ name }: Person) => name ?? t('ranking.unnamed')
    return {
      decided: (candidateId) => entries.get(candidateId),
      add: async (person) => {
        const { candidateId } = person
        const result = await attempt(candidateId, { stage: 'shortlisted', rejectionReason: null, note: '' }, () => addToShortlistAction({ jobId, candidateId }))
        if (!result.ok) toast.error(t('shortlist.addFailed', { name: nameOf(person), message: result.error.message }))
      },
      remove: async (person) => {
        const { candidateId } = person
        const result = await attempt(candidateId, null, () => removeFromShortlistAction({ jobId, candidateId }))
        if (!result.ok) return void toast.error(t('shortlist.removeFailed', { name: nameOf(person), message: result.error.message }))
        const { stage, rejectionReason, note, beforeCandidateId } = result.data
        const undo = () => void attempt(candidateId, { stage, rejectionReason, note }, () => restoreToShortlistAction({ jobId, candidateId, stage, rejectionReason, note, beforeCandidateId }))
        toast(t('shortlist.removed', { name: nameOf(person) }), { action: { label: t('shortlist.undo'), onClick: undo } })
      },
      setStage: async (person, entry, stage) => {
        const { candidateId } = person
        const result = await attempt(candidateId, { ...entry, stage, rejectionReason: null }, () => updateShortlistEntryAction({ jobId, candidateId, stage }))
        if (!result.ok) toast.error(t('shortlist.stageFailed', { name: nameOf(person), message: result.error.message }))
      },
      setReason: async (person, entry, rejectionReason) => {
        const { candidateId } = person
        const result = await attempt(candidateId, { ...entry, rejectionReason }, () => updateShortlistEntryAction({ jobId, candidateId, rejectionReason }))
        if (!result.ok) toast.error(t('shortlist.reasonFailed', { name: nameOf(person), message: result.error.message }))
      },
      saveNote: async (candidateId, entry, note) => {
        const result = await attempt(candidateId, { ...entry, note }, () => updateShortlistEntryAction({ jobId, candidateId, note }))
        return result.ok ? null : result.error.message
      },
    }
  }, [attempt, entries, jobId, t])
}

function without(entries: Map<string, EntryView | null>, candidateId: string, before: EntryView | null | undefined): Map<string, EntryView | null> {
  const next = new Map(entries)
  if (before === undefined) next.delete(candidateId)
  else next.set(candidateId, before)
  return next
}
