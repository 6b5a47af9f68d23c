'use client'
/** Where files are dropped, and what becomes of them. Dropping anywhere on the page works too. */
import { FileUp } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { parseAsString, useQueryState } from 'nuqs'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { Button } from '../../../_components/button.tsx'
import { FormError } from '../../../_components/form-error.tsx'
import { ProgressBar } from '../../../_components/progress-bar.tsx'
import { useUploader } from '../_lib/use-uploader.ts'
import { UploadProgressPanel } from './upload-progress-panel.tsx'

export function UploadArea() {
  const t = useTranslations('candidates.drop')
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setIsOver] = useState(false)
  const [uploadId, setUploadId] = useQueryState('upload', parseAsString.withOptions({ history: 'replace' }))
  const { sending, send, sendAgain } = useUploader((id) => void setUploadId(id))
  const onDrag = useEffectEvent((event: DragEvent) => {
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    setIsOver(event.type === 'dragover')
    if (event.type === 'drop') void send([...event.dataTransfer.files])
  })
  useEffect(() => {
    const listener = (event: DragEvent) => onDrag(event)
    const types = ['dragover', 'dragleave', 'drop'] as const
    for (const type of types) document.addEventListener(type, listener)
    return () => types.forEach((type) => document.removeEventListener(type, listener))
  }, [])
  return (
    <section aria-label={t('title')} className="flex flex-col gap-3">
      <div className={`flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border border-dashed px-4 py-4 transition-colors ${isOver ? 'border-accent bg-accent-soft' : 'border-line-strong bg-surface'}`}>
        <FileUp aria-hidden className={`size-5 shrink-0 ${isOver ? 'text-accent' : 'text-muted'}`} />
        <div className="min-w-48 flex-1">
          <p className="text-sm font-medium text-ink">
            <span className="pointer-coarse:hidden">{t(isOver ? 'over' : 'prompt')}</span>
            <span className="hidden pointer-coarse:inline">{t('promptTouch')}</span>
          </p>
          <p className="text-xs leading-5 text-muted">{t('kinds')}</p>
        </div>
        <input
          ref={input}
          type="file"
          multiple
          tabIndex={-1}
          aria-label={t('title')}
          className="sr-only"
          accept=".pdf,.docx,.txt,.md,.csv,.tsv,.jsonl,.ndjson"
          onChange={(event) => {
            const files = [...(event.target.files ?? [])]
            event.target.value = ''
            void send(files)
          }}
        />
        <Button variant="primary" onClick={() => input.current?.click()}>
          {t('choose')}
        </Button>
      </div>
      {sending?.isActive && sending.total > 0 && <ProgressBar label={t('sending')} done={sending.sent} total={sending.total} />}
      <FormError>{sending?.refusal && t('refused', { reason: sending.refusal })}</FormError>
      {sending && sending.notSent.length > 0 && !sending.isActive && (
        <div className="flex flex-wrap items-center gap-3">
          <FormError>{t('notSent', { count: sending.notSent.length })}</FormError>
          <Button onClick={sendAgain}>{t('sendAgain')}</Button>
        </div>
      )}
      {uploadId && <UploadProgressPanel key={uploadId} uploadId={uploadId} isSending={sending?.isActive ?? false} expected={sending?.total ?? 0} onHide={() => void setUploadId(null)} />}
    </section>
  )
}
