'use client'
/** How far an upload is, and what became of each file. */
import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { IconButton } from '../../../_components/icon-button.tsx'
import { ProgressBar } from '../../../_components/progress-bar.tsx'
import { useUploadProgress } from '../_lib/use-upload-progress.ts'
import { DocumentOutcomes } from './document-outcomes.tsx'

interface UploadProgressPanelProps {
  uploadId: string
  isSending: boolean
  /** Files of this drop, sent or not. */
  expected: number
  onHide?: () => void
}

export function UploadProgressPanel({ uploadId, isSending, expected, onHide }: UploadProgressPanelProps) {
  const t = useTranslations('candidates.progress')
  const { progress, isLost } = useUploadProgress(uploadId, isSending)
  if (!progress) return <div className="h-16" aria-busy="true" />
  const total = isSending ? Math.max(expected, progress.total) : progress.total
  const isFinished = progress.isFinished && !isSending
  const added = progress.done - progress.failed - progress.duplicates
  return (
    <div className="flex flex-col gap-3 rounded-lg border border-line bg-surface px-4 py-3" data-testid="upload-progress" data-finished={isFinished}>
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <ProgressBar
            label={t(isFinished ? 'finished' : 'reading')}
            done={progress.done}
            total={total}
            secondsLeft={isFinished || isSending ? null : progress.secondsLeft}
            detail={
              <span className="flex flex-wrap gap-x-3 text-sm tabular-nums">
                <span className="text-positive" data-testid="upload-added">{t('added', { count: added })}</span>
                {progress.failed > 0 && (
                  <Link href="/candidates/review" title={t('review')} className="text-warning underline underline-offset-2">
                    {t('failed', { count: progress.failed })}
                  </Link>
                )}
                {progress.duplicates > 0 && <span className="text-muted">{t('duplicates', { count: progress.duplicates })}</span>}
              </span>
            }
          />
        </div>
        {onHide && isFinished && (
          <IconButton label={t('hide')} onClick={onHide} className="-my-1.5 -mr-2">
            <X aria-hidden className="size-4" />
          </IconButton>
        )}
      </div>
      <div role="status" className="empty:hidden">
        {isLost && <p className="text-xs text-warning">{t('lost')}</p>}
        {progress.toEmbed > 0 && <p className="text-xs text-muted tabular-nums">{t('embeddingDetail', { count: progress.toEmbed })}</p>}
      </div>
      <DocumentOutcomes documents={progress.documents} />
    </div>
  )
}
