'use client'
/** Asks for the progress of an upload until everything is read and can be ranked. */
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import type { UploadProgress } from '#lib/candidates/get-upload-progress.ts'

const ASK_EVERY_MS = 1000
/** How often the list under the progress is brought up to date meanwhile. */
const REFRESH_EVERY_MS = 4000

/** Dates arrive as text; the page shows none of them. */
export type UploadProgressView = Pick<UploadProgress, 'total' | 'done' | 'failed' | 'duplicates' | 'isFinished' | 'secondsLeft' | 'toEmbed'> & {
  documents: Pick<UploadProgress['documents'][number], 'id' | 'fileName' | 'state' | 'reason' | 'candidateId' | 'candidateName' | 'rowsDone' | 'rowsTotal' | 'rowsAdded' | 'rowsKnown' | 'rowErrors'>[]
}

export function useUploadProgress(uploadId: string, isSending: boolean) {
  const router = useRouter()
  const [progress, setProgress] = useState<UploadProgressView | null>(null)
  const [isLost, setIsLost] = useState(false)
  useEffect(() => {
    const aborted = new AbortController()
    const run = async () => {
      let shownDone = -1
      let refreshedAt = 0
      while (!aborted.signal.aborted) {
        const latest = await askProgress(uploadId, aborted.signal)
        if (aborted.signal.aborted) return
        setIsLost(latest === 'unreachable')
        if (latest === 'gone') return
        if (latest !== 'unreachable') {
          setProgress(latest)
          const isOver = latest.isFinished && latest.toEmbed === 0 && !isSending
          if (latest.done !== shownDone && (isOver || latest.isFinished || Date.now() - refreshedAt > REFRESH_EVERY_MS)) {
            shownDone = latest.done
            refreshedAt = Date.now()
            router.refresh()
          }
          if (isOver) return
        }
        await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS))
      }
    }
    void run()
    return () => aborted.abort()
  }, [uploadId, isSending, router])
  return { progress, isLost }
}

async function askProgress(uploadId: string, signal: AbortSignal): Promise<UploadProgressView | 'gone' | 'unreachable'> {
  try {
    const response = await fetch(`/api/uploads/${uploadId}`, { signal, cache: 'no-store' })
    if (response.ok) return (await response.json()) as UploadProgressView
    return response.status === 404 || response.status === 401 ? 'gone' : 'unreachable'
  } catch {
    return 'unreachable'
  }
}
