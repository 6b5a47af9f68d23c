'use client'
/** Each file of an upload with what became of it; those that need a person first. */
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { Badge } from '../../../_components/badge.tsx'
import type { BadgeTone } from '../../../_components/badge.tsx'
import type { UploadProgressView } from '../_lib/use-upload-progress.ts'

type Outcome = UploadProgressView['documents'][number]

const TONES: Record<Outcome['state'], BadgeTone> = { queued: 'neutral', reading: 'accent', ready: 'positive', needs_review: 'warning', duplicate: 'neutral' }
const URGENCY: Record<Outcome['state'], number> = { needs_review: 0, reading: 1, duplicate: 2, ready: 3, queued: 4 }
const SHOWN = 200
const ROW_ERRORS_SHOWN = 20

export function DocumentOutcomes({ documents }: { documents: Outcome[] }) {
  const t = useTranslations('candidates')
  const ordered = [...documents].sort((a, b) => URGENCY[a.state] - URGENCY[b.state])
  return (
    <details className="group">
      <summary className="inline-flex min-h-11 cursor-pointer items-center text-xs text-muted hover:text-ink md:min-h-6">{t('progress.showFiles', { count: documents.length })}</summary>
      <ul className="mt-1 max-h-80 overflow-y-auto" tabIndex={0} aria-label={t('progress.showFiles', { count: documents.length })}>
        {ordered.slice(0, SHOWN).map((document) => (
          <li key={document.id} className="flex items-start gap-3 border-t border-line py-1.5 text-sm">
            <span className="w-28 shrink-0">
              <Badge tone={TONES[document.state]}>{t(`states.${document.state}`)}</Badge>
            </span>
            <span className="min-w-0 flex-1">
              <span className="block truncate text-ink" title={document.fileName}>
                {document.candidateId && document.state === 'ready' ? (
                  <Link href={`/candidates/${document.candidateId}`} className="hover:text-accent hover:underline">
                    {document.candidateName ?? t('unnamed')} <span className="text-muted">· {document.fileName}</span>
                  </Link>
                ) : (
                  document.fileName
                )}
              </span>
              {document.reason && <span className="block text-xs leading-5 text-muted">{document.reason}</span>}
              {document.rowsTotal !== null && (
                <span className="block text-xs text-muted tabular-nums">
                  {t('progress.rows', { done: document.rowsDone ?? 0, total: document.rowsTotal })}
                  {document.rowsAdded !== null && `, ${t('progress.rowsAdded', { count: document.rowsAdded })}`}
                  {document.rowsKnown !== null && document.rowsKnown > 0 && `, ${t('progress.rowsKnown', { count: document.rowsKnown })}`}
                </span>
              )}
              <RowErrors errors={document.rowErrors} />
            </span>
          </li>
        ))}
        {ordered.length > SHOWN && <li className="border-t border-line py-1.5 text-xs text-muted">{t('progress.more', { count: ordered.length - SHOWN })}</li>}
      </ul>
    </details>
  )
}

function RowErrors({ errors }: { errors: Outcome['rowErrors'] }) {
  const t = useTranslations('candidates.progress')
  if (errors.length === 0) return null
  return (
    <span className="block text-xs leading-5 text-warning">
      {t('rowErrors', { count: errors.length })}
      {errors.slice(0, ROW_ERRORS_SHOWN).map((error) => (
        <span key={error.line} className="block text-muted">
          {t('rowError', error)}
        </span>
      ))}
      {errors.length > ROW_ERRORS_SHOWN && <span className="block text-muted">{t('more', { count: errors.length - ROW_ERRORS_SHOWN })}</span>}
    </span>
  )
}
