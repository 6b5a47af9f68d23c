'use client'
/** Reads the page again while something is still being made ready: one reading after the other, and none while nobody looks. */
import { useRouter } from 'next/navigation'
import { useEffect, useTransition } from 'react'

const AFTER_MS = { soon: 400, later: 2000 }

export function useAutoRefresh(when: 'soon' | 'later' | 'never'): void {
  const router = useRouter()
  const [isReading, startReading] = useTransition()
  useEffect(() => {
    if (when === 'never' || isReading) return
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') startReading(() => router.refresh())
    }, AFTER_MS[when])
    return () => clearInterval(timer)
  }, [when, isReading, router])
}
