'use client'
/** Sends dropped files in small batches and knows what was sent and what was not. */
import { useEffect, useRef, useState } from 'react'
import { FILE_SIZE_LIMIT } from '#lib/validation/candidates.ts'
import { planBatches } from './plan-batches.ts'
import { sendBatch } from './send-batch.ts'

const LIMITS = { files: 8, bytes: 8 * 1024 * 1024, fileBytes: FILE_SIZE_LIMIT }

export interface Sending {
  sent: number
  total: number
  isActive: boolean
  /** No answer came for these: they can be sent again. */
  notSent: File[]
  refusal: string | null
}

export function useUploader(onUpload: (uploadId: string) => void) {
  const [sending, setSending] = useState<Sending | null>(null)
  const queue = useRef<File[]>([])
  const uploadId = useRef<string | null>(null)
  const isActive = sending?.isActive ?? false

  useEffect(() => {
    if (!isActive) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isActive])

  const send = async (files: File[]) => {
    if (files.length === 0) return
    queue.current.push(...files)
    const change = (values: Partial<Sending> | ((before: Sending) => Partial<Sending>)) =>
      setSending((before) => {
        const base = before ?? { sent: 0, total: 0, isActive: true, notSent: [], refusal: null }
        return { ...base, ...(typeof values === 'function' ? values(base) : values) }
      })
    if (isActive) {
      change(({ total }) => ({ total: total + files.length }))
      return
    }
    uploadId.current = null
    setSending({ sent: 0, total: files.length, isActive: true, notSent: [], refusal: null })
    while (queue.current.length > 0) {
      const [batch] = planBatches(queue.current, LIMITS)
      const inBatch = new Set([...batch!.files, ...batch!.oversized])
      queue.current = queue.current.filter((file) => !inBatch.has(file))
      const result = await sendBatch(batch!, uploadId.current)
      if (result.is === 'sent') {
        if (!uploadId.current) onUpload(result.uploadId)
        uploadId.current = result.uploadId
        change(({ sent }) => ({ sent: sent + inBatch.size }))
      } else if (result.is === 'refused') {
        const left = queue.current.length + inBatch.size
        queue.current = []
        change(({ total }) => ({ refusal: result.error.message, total: total - left }))
      } else change(({ notSent, total }) => ({ notSent: [...notSent, ...inBatch], total: total - inBatch.size }))
    }
    change({ isActive: false })
  }

  const sendAgain = () => {
    const files = sending?.notSent ?? []
    setSending(null)
    void send(files)
  }

  return { sending, send, sendAgain }
}
