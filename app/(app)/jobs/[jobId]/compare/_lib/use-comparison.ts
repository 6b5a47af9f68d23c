'use client'
/**
 * The course of a comparison: a pair on screen, the next one read ahead, an answer that counts only when the server has committed it.
 * While an answer is not acknowledged the pair stays and the choice is kept, so that saving can be tried again.
 */
import { useTranslations } from 'next-intl'
import { useCallback, useEffect, useRef, useState } from 'react'
import { toast } from 'sonner'
import type { Answer } from '#lib/db/schema/matching.ts'
import type { Comparison } from '#lib/preferences/show-comparison.ts'
import { recordAnswerAction, undoAnswerAction } from '../actions.ts'

export interface Counts {
  job: number
  all: number
}

export type Progress =
  | { kind: 'asking' }
  | { kind: 'saving'; answer: Answer }
  | { kind: 'notSaved'; answer: Answer; message: string }
  /** The pair on screen is done with: answered here with no next one at hand, or answered otherwise in another tab. */
  | { kind: 'noNext'; message: string; isSaved: boolean }
  | { kind: 'undoing' }

type Next = { ok: true; comparison: Comparison | null } | { ok: false; message: string }

export function useComparison(jobId: string, initial: Comparison | null, initialCounts: Counts) {
  const t = useTranslations('job.compare')
  const [comparison, setComparison] = useState(initial)
  const [counts, setCounts] = useState(initialCounts)
  const [progress, setProgress] = useState<Progress>({ kind: 'asking' })
  const [canUndo, setCanUndo] = useState(initial?.canUndo ?? initialCounts.job > 0)
  const [said, setSaid] = useState('')
  const ahead = useRef<{ besides: string | undefined; next: Promise<Next> } | null>(null)
  const shownAt = useRef(0)
  const isBusy = useRef(false)
  const pairId = comparison?.pairId
  const isDone = progress.kind === 'noNext'

  const fetchNext = useCallback(
    async (besidesPairId: string | undefined): Promise<Next> => {
      try {
        const response = await fetch(`/jobs/${jobId}/compare/next`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ besidesPairId }) })
        const body = (await response.json()) as { comparison: Comparison | null; error?: { message: string } }
        return response.ok ? { ok: true, comparison: body.comparison } : { ok: false, message: body.error?.message ?? '' }
      } catch {
        return { ok: false, message: t('unreachable') }
      }
    },
    [jobId, t],
  )

  useEffect(() => {
    shownAt.current = performance.now()
    if (pairId && ahead.current?.besides !== pairId) ahead.current = { besides: pairId, next: fetchNext(pairId) }
  }, [pairId, fetchNext])

  const takeNext = useCallback(async (): Promise<Next> => {
    const next = await (ahead.current?.next ?? fetchNext(undefined))
    ahead.current = null
    return next.ok ? next : fetchNext(undefined)
  }, [fetchNext])

  const show = useCallback((next: Next) => {
    if (next.ok) setComparison(next.comparison)
    setProgress(next.ok ? { kind: 'asking' } : { kind: 'noNext', message: next.message, isSaved: true })
  }, [])

  const answer = useCallback(
    async (chosen: Answer) => {
      if (isBusy.current || !pairId || isDone) return
      isBusy.current = true
      setProgress({ kind: 'saving', answer: chosen })
      const result = await recordAnswerAction({ pairId, answer: chosen, tookMs: performance.now() - shownAt.current }).catch(() => ({ ok: false as const, error: { code: 'unavailable', message: t('unreachable') } }))
      if (result.ok) {
        const next = await takeNext()
        setCanUndo(true)
        setCounts((current) => ({ job: current.job + 1, all: current.all + 1 }))
        setSaid(t('saved', { answer: t(`answerNames.${chosen}`), count: counts.job + 1 }))
        show(next)
      } else if (result.error.code === 'conflict' || result.error.code === 'not_found') {
        ahead.current = null
        setProgress({ kind: 'noNext', message: result.error.message, isSaved: false })
      } else {
        setProgress({ kind: 'notSaved', answer: chosen, message: result.error.message })
      }
      isBusy.current = false
    },
    [counts.job, isDone, pairId, show, takeNext, t],
  )

  const undo = useCallback(async () => {
    if (isBusy.current) return
    isBusy.current = true
    setProgress({ kind: 'undoing' })
    const result = await undoAnswerAction({ jobId }).catch(() => ({ ok: false as const, error: { message: t('unreachable') } }))
    setProgress({ kind: 'asking' })
    if (!result.ok) toast.error(result.error.message)
    else if (!result.data) {
      setCanUndo(false)
      setSaid(t('nothingToUndo'))
    } else {
      // The pair that was on screen is still open: it comes after the one taken back.
      ahead.current = comparison ? { besides: result.data.pairId, next: Promise.resolve({ ok: true, comparison }) } : null
      setComparison(result.data)
      setCanUndo(result.data.canUndo)
      setCounts((current) => ({ job: Math.max(0, current.job - 1), all: Math.max(0, current.all - 1) }))
      setSaid(t('undone'))
    }
    isBusy.current = false
  }, [comparison, jobId, t])

  const loadNext = useCallback(() => {
    ahead.current = null
    void takeNext().then(show)
  }, [show, takeNext])

  return { comparison, counts, progress, said, canUndo, answer, undo, loadNext }
}
