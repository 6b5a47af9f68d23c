'use client'
/** Reads a description from a file; asks before it takes the place of what was written. */
import { FileText } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { Button } from '../../../_components/button.tsx'
import { Dialog } from '../../../_components/dialog.tsx'
import { FormError } from '../../../_components/form-error.tsx'
import { readJobFile } from './read-job-file.ts'
import type { ReadJobFile } from './read-job-file.ts'

interface JobFileButtonProps {
  hasText: boolean
  onRead: (file: ReadJobFile) => void
}

export function JobFileButton({ hasText, onRead }: JobFileButtonProps) {
  const t = useTranslations('jobs.form')
  const input = useRef<HTMLInputElement>(null)
  const [state, setState] = useState<{ name: string; is: 'reading' | 'read' } | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [waiting, setWaiting] = useState<File | null>(null)
  const read = async (file: File) => {
    setWaiting(null)
    setError(null)
    setState({ name: file.name, is: 'reading' })
    const result = await readJobFile(file)
    if (result.ok) onRead(result.data)
    setError(result.ok ? null : (result.error?.message ?? t('fileFailed')))
    setState(result.ok ? { name: file.name, is: 'read' } : null)
  }
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <input
          ref={input}
          type="file"
          aria-label={t('upload')}
          tabIndex={-1}
          className="sr-only"
          accept=".pdf,.docx,.txt,.md,text/plain,application/pdf,application/vnd.openxmlformats-officedocument.wordprocessingml.document"
          onChange={(event) => {
            const file = event.target.files?.[0]
            event.target.value = ''
            if (file && hasText) setWaiting(file)
            else if (file) void read(file)
          }}
        />
        <Button isBusy={state?.is === 'reading'} onClick={() => input.current?.click()}>
          {state?.is !== 'reading' && <FileText aria-hidden className="size-4" />}
          {t('upload')}
        </Button>
        <p role="status" className="text-xs text-muted">
          {state === null ? t('uploadHint') : t(state.is === 'reading' ? 'uploading' : 'uploaded', { name: state.name })}
        </p>
      </div>
      <FormError>{error}</FormError>
      <Dialog
        title={t('replaceTitle')}
        description={t('replaceText', { name: waiting?.name ?? '' })}
        open={waiting !== null}
        onOpenChange={(isOpen) => !isOpen && setWaiting(null)}
        footer={
          <>
            <Button onClick={() => setWaiting(null)}>{t('cancel')}</Button>
            <Button variant="primary" onClick={() => waiting && void read(waiting)}>
              {t('replace')}
            </Button>
          </>
        }
      />
    </div>
  )
}
