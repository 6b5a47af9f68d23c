'use client'
/** The answers. The chosen one stays pressed until the server has committed it; a failure says so and keeps the choice. */
import { ArrowLeft, ArrowRight, Equal, SkipForward, Undo2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { Answer } from '#lib/db/schema/matching.ts'
import { Button } from '../../../../../_components/button.tsx'
import { Kbd } from '../../../../../_components/kbd.tsx'
import type { Progress } from '../_lib/use-comparison.ts'

interface AnswerBarProps {
  progress: Progress
  isBlind: boolean
  canUndo: boolean
  onAnswer: (answer: Answer) => void
  onUndo: () => void
  onLoadNext: () => void
}

export function AnswerBar({ progress, isBlind, canUndo, onAnswer, onUndo, onLoadNext }: AnswerBarProps) {
  const t = useTranslations('job.compare')
  const chosen = progress.kind === 'saving' || progress.kind === 'notSaved' ? progress.answer : null
  const isBusy = progress.kind === 'saving' || progress.kind === 'undoing'
  const button = (answer: Answer, label: string, content: ReactNode, hint?: string) => (
    <Button
      variant={chosen === answer ? 'primary' : 'secondary'}
      aria-pressed={chosen === answer}
      aria-disabled={isBusy}
      title={hint}
      className="h-12 w-full md:h-10"
      onClick={() => !isBusy && onAnswer(answer)}
    >
      {content}
      <span className="truncate">{progress.kind === 'saving' && chosen === answer ? t('saving') : label}</span>
    </Button>
  )
  return (
    <footer className="shrink-0 border-t border-line bg-page px-4 py-3 md:px-6">
      {progress.kind === 'notSaved' && (
        <p role="alert" className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-danger">
          {t('failed', { answer: t(`answerNames.${progress.answer}`), message: progress.message })}
          <Button onClick={() => onAnswer(progress.answer)}>
            {t('again')}
          </Button>
        </p>
      )}
      {progress.kind === 'noNext' && (
        <p role="alert" className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-danger">
          {progress.isSaved ? t('nextFailed', { message: progress.message }) : progress.message}
          <Button onClick={onLoadNext}>
            {t('loadNext')}
          </Button>
        </p>
      )}
      <div role="group" aria-label={t('actions')} className="grid grid-cols-[1fr_auto_1fr] gap-2 md:gap-3">
        {button('left', t('choose', { label: 'A' }), <ArrowLeft aria-hidden className="size-4 shrink-0" />)}
        {button('tie', t('tie'), <Equal aria-hidden className="size-4 shrink-0" />, t('tieHint'))}
        {button('right', t('choose', { label: 'B' }), <ArrowRight aria-hidden className="order-last size-4 shrink-0" />)}
      </div>
      <div className="mt-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-1 text-xs text-muted">
        <span className="flex gap-1">
          <Button variant={chosen === 'skip' ? 'primary' : 'ghost'} aria-pressed={chosen === 'skip'} aria-disabled={isBusy} title={t('skipHint')} onClick={() => !isBusy && onAnswer('skip')}>
            <SkipForward aria-hidden className="size-3.5" />
            {t('skip')}
          </Button>
          <Button variant="ghost" disabled={!canUndo || isBusy} onClick={onUndo}>
            <Undo2 aria-hidden className="size-3.5" />
            {t('undo')}
          </Button>
        </span>
        {isBlind && <span className="hidden lg:inline">{t('blind')}</span>}
        <span className="hidden items-center gap-1 md:flex">{t.rich('keysHint', { k: (key) => <Kbd>{String(key)}</Kbd> })}</span>
      </div>
    </footer>
  )
}
