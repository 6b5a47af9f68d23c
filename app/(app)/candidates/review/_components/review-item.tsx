'use client'
/** One file that could not be read: why, and the ways on. */
import { Download, Keyboard, RotateCcw, Trash2 } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { toast } from 'sonner'
import type { DocumentView } from '#lib/candidates/document-view.ts'
import { Button } from '../../../../_components/button.tsx'
import { ConfirmDialog } from '../../../../_components/confirm-dialog.tsx'
import { IconButton } from '../../../../_components/icon-button.tsx'
import { deleteDocumentAction, retryDocumentAction } from '../../actions.ts'
import { TypeTextDialog } from './type-text-dialog.tsx'

interface ReviewItemProps {
  document: Pick<DocumentView, 'id' | 'fileName' | 'kind' | 'reason' | 'sizeBytes' | 'hasBytes'> & { createdAt: string }
  canEdit: boolean
}

export function ReviewItem({ document, canEdit }: ReviewItemProps) {
  const t = useTranslations('candidates.review')
  const format = useFormatter()
  const router = useRouter()
  const [isBusy, startTransition] = useTransition()
  const { id: documentId, fileName: name } = document
  const retry = () =>
    startTransition(async () => {
      const result = await retryDocumentAction({ documentId }).catch(() => null)
      if (result?.ok) toast.success(t('retryDone', { name }))
      else toast.error(result?.error.message ?? t('failed'))
      router.refresh()
    })
  const remove = async () => {
    const result = await deleteDocumentAction({ documentId }).catch(() => null)
    if (!result?.ok) return result?.error.message ?? t('failed')
    toast.success(t('removed', { name }))
    router.refresh()
    return null
  }
  return (
    <li className="flex flex-wrap items-start gap-x-6 gap-y-2 border-b border-line py-3">
      <div className="min-w-0 flex-1 basis-72">
        <p className="font-medium break-words text-ink">{name}</p>
        <p className="max-w-[72ch] text-sm leading-5 text-ink">{document.reason}</p>
        <p className="text-xs leading-5 text-muted tabular-nums">
          {formatBytes(document.sizeBytes, format)} · {format.dateTime(new Date(document.createdAt), { dateStyle: 'medium', timeStyle: 'short' })}
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {document.hasBytes && (
          <Button asChild variant="ghost">
            <a href={`/documents/${documentId}/file`} download aria-label={t('download', { name })}>
              <Download aria-hidden className="size-4" />
              {t('downloadShort')}
            </a>
          </Button>
        )}
        {canEdit && (
          <>
            {document.hasBytes && (
              <Button isBusy={isBusy} onClick={retry}>
                {!isBusy && <RotateCcw aria-hidden className="size-4" />}
                {t('retry')}
              </Button>
            )}
            {document.kind === 'resume' && (
              <TypeTextDialog
                documentId={documentId}
                name={name}
                trigger={
                  <Button>
                    <Keyboard aria-hidden className="size-4" />
                    {t('type')}
                  </Button>
                }
              />
            )}
            <ConfirmDialog
              title={t('removeTitle')}
              description={t('removeText', { name })}
              confirmLabel={t('removeConfirm')}
              onConfirm={remove}
              trigger={
                <IconButton label={t('remove', { name })}>
                  <Trash2 aria-hidden className="size-4" />
                </IconButton>
              }
            />
          </>
        )}
      </div>
    </li>
  )
}

function formatBytes(bytes: number, format: ReturnType<typeof useFormatter>): string {
  if (bytes < 1024 * 1024) return format.number(Math.ceil(bytes / 1024), { style: 'unit', unit: 'kilobyte' })
  return format.number(bytes / 1024 / 1024, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 })
}
