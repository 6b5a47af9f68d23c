'use client'
/** The state of training, asked each second while something runs and once when the page is looked at again. It never invents progress: what is shown was read. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { TrainingStatus } from './training-status.ts'

const POLL_MS = 1000
/** Answers missing for so long are said. */
const SILENT_MS = 5000

export function useTrainingStatus(initial: TrainingStatus, runId: string | null) {
  const [status, setStatus] = useState(initial)
  const [silentSince, setSilentSince] = useState<number | null>(null)
  const lastNewsAt = useRef(0)
  const asked = useRef(0)

  const refresh = useCallback(async () => {
    const request = ++asked.current
    try {
      const response = await fetch(`/training/status${runId ? `?run=${runId}` : ''}`)
      if (!response.ok) throw new Error(`The status route answered ${response.status}.`)
      const news = (await response.json()) as TrainingStatus
      if (request !== asked.current) return
      lastNewsAt.current = Date.now()
      setSilentSince(null)
      setStatus(news)
    } catch {
      if (lastNewsAt.current === 0) lastNewsAt.current = Date.now()
      if (Date.now() - lastNewsAt.current > SILENT_MS) setSilentSince(lastNewsAt.current)
    }
  }, [runId])

  const shownRun = useRef(runId)
  useEffect(() => {
    if (shownRun.current === runId) return
    shownRun.current = runId
    void refresh()
  }, [runId, refresh])

  const isActive = status.overview.isRunning || status.overview.promoting !== null
  useEffect(() => {
    if (!isActive) return
    const timer = setInterval(() => document.visibilityState === 'visible' && void refresh(), POLL_MS)
    return () => clearInterval(timer)
  }, [isActive, refresh])

  useEffect(() => {
    const onLook = () => document.visibilityState === 'visible' && void refresh()
    document.addEventListener('visibilitychange', onLook)
    return () => document.removeEventListener('visibilitychange', onLook)
  }, [refresh])

  return { status, refresh, silentSince }
}
