'use client'
/** Reads the page again every few seconds while something is still being made ready, and stops when the tab is not looked at. */
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

const REFRESH_AFTER_MS = 2000

export function useAutoRefresh(isNeeded: boolean): void {
  const router = useRouter()
  useEffect(() => {
    if (!isNeeded) return
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') router.refresh()
    }, REFRESH_AFTER_MS)
    return () => clearInterval(timer)
  }, [isNeeded, router])
}
