'use client'
/** The selected person: who they are, what speaks most for this job, what colleagues noted, and their whole text. */
import { ArrowLeft, ChevronDown, ChevronUp, Download, Star } from 'lucide-react'
import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import type { ReactNode, Ref } from 'react'
import { Button } from '../../../../_components/button.tsx'
import { IconButton } from '../../../../_components/icon-button.tsx'
import type { EntryView, PersonView } from '../_lib/person-view.ts'
import { quote } from '../_lib/quote.ts'
import type { RankedRow } from '../_lib/ranking-view.ts'
import type { RejectionReason, ShortlistStage } from '#lib/db/schema/matching.ts'
import { HighlightedText } from './highlighted-text.tsx'
import { Movement } from './movement.tsx'
import { NoteField } from './note-field.tsx'
import { RejectionReasonSelect } from './rejection-reason-select.tsx'
import { StageSelect } from './stage-select.tsx'

interface PersonPanelProps {
  ref: Ref<HTMLElement>
  person: PersonView
  /** Absent when the person was opened by address and their row is not loaded. */
  row: RankedRow | undefined
  entry: EntryView | null
  canEdit: boolean
  onBack: () => void
  onPrevious: (() => void) | null
  onNext: (() => void) | null
  onToggle: () => void
  onStage: (stage: ShortlistStage) => void
  onReason: (reason: RejectionReason | null) => void
  onNote: (note: string) => Promise<string | null>
}

const MARK_ID = 'best-passage'

export function PersonPanel({ ref, person, row, entry, canEdit, onBack, onPrevious, onNext, onToggle, onStage, onReason, onNote }: PersonPanelProps) {
  const t = useTranslations('job')
  const format = useFormatter()
  const name = person.name ?? t('ranking.unnamed')
  const best = row?.passage ?? null
  // A short text is read as one passage: marking all of it would say nothing.
  const passage = best && best.end - best.start < person.text.trimEnd().length ? best : null
  return (
    <article ref={ref} tabIndex={-1} aria-label={name} className="flex min-h-0 flex-1 flex-col outline-none">
      <header className="flex flex-wrap items-start gap-x-3 gap-y-1 border-b border-line px-4 py-2 md:flex-nowrap md:px-6 md:py-3">
        <IconButton label={t('person.back')} onClick={onBack} className="-ml-2 md:hidden">
          <ArrowLeft aria-hidden className="size-4" />
        </IconButton>
        <div className="min-w-0 flex-1 max-md:order-last max-md:basis-full">
          <div className="flex flex-wrap items-baseline gap-x-3">
            <h2 className={`min-w-0 text-lg leading-7 font-semibold break-words ${person.name ? 'text-ink' : 'text-muted italic'}`}>{name}</h2>
            {row && (
              <span className="flex items-baseline gap-2 text-xs tabular-nums text-muted">
                {t('person.rank', { rank: row.rank })}
                <Movement from={row.previousRank} to={row.rank} />
                <span className="font-mono text-ink">{row.score.toFixed(3)}</span>
              </span>
            )}
          </div>
          {person.headline && <p className="text-sm leading-5 text-muted">{person.headline}</p>}
        </div>
        <div className="ml-auto flex items-center gap-1">
          <IconButton label={t('person.previous')} shortcut="k" onClick={onPrevious ?? undefined} disabled={!onPrevious}>
            <ChevronUp aria-hidden className="size-4" />
          </IconButton>
          <IconButton label={t('person.next')} shortcut="j" onClick={onNext ?? undefined} disabled={!onNext}>
            <ChevronDown aria-hidden className="size-4" />
          </IconButton>
          {canEdit && (
            <Button variant={entry ? 'secondary' : 'primary'} aria-pressed={entry !== null} onClick={onToggle}>
              <Star aria-hidden className="size-4" fill={entry ? 'currentColor' : 'none'} />
              {t(entry ? 'person.shortlisted' : 'person.shortlist')}
            </Button>
          )}
        </div>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 py-4 md:px-6" tabIndex={0} role="group" aria-label={t('person.text')}>
        <div className="flex flex-col gap-6">
          {entry && (
            <section aria-label={t('header.shortlist')} className="grid gap-3 sm:grid-cols-[12rem_1fr]">
              <div className="flex flex-col gap-3">
                <StageSelect label={t('person.stage')} value={entry.stage} isDisabled={!canEdit} onChange={onStage} />
                {entry.stage === 'rejected' && <RejectionReasonSelect label={t('person.reason')} value={entry.rejectionReason} isDisabled={!canEdit} onChange={onReason} />}
              </div>
              <NoteField key={person.candidateId} label={t('person.note')} value={entry.note} isReadOnly={!canEdit} save={onNote} />
            </section>
          )}
          {passage && (
            <section aria-labelledby="passage-heading" className="border-l-2 border-accent pl-3">
              <h3 id="passage-heading" className="text-xs font-medium text-muted" title={t('person.bestPassageHint')}>
                {t('person.bestPassage')} <span className="font-normal tabular-nums">· {t('person.passageScore', { score: passage.score.toFixed(3) })}</span>
              </h3>
              <p className="mt-1 line-clamp-6 max-w-[68ch] text-sm leading-6 text-ink" dir="auto">
                {quote(passage.text, passage.start, passage.end < person.text.length)}
              </p>
              <button type="button" className="mt-1 rounded text-xs text-accent underline-offset-2 hover:underline" onClick={() => document.getElementById(MARK_ID)?.focus()}>
                {t('person.showInText')}
              </button>
            </section>
          )}
          <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1 text-sm leading-5 sm:grid-cols-[auto_1fr_auto_1fr]">
            <Fact label={t('person.email')}>{person.email && <a className="text-accent hover:underline" href={`mailto:${person.email}`}>{person.email}</a>}</Fact>
            <Fact label={t('person.phone')}>{person.phone && <a className="text-accent hover:underline" href={`tel:${person.phone.replace(/[^+\d]/g, '')}`}>{person.phone}</a>}</Fact>
            <Fact label={t('person.location')}>{person.location}</Fact>
            <Fact label={t('person.years')}>{person.years && (/^\d+$/.test(person.years) ? t('person.yearsCount', { count: Number(person.years) }) : person.years)}</Fact>
            <Fact label={t('person.added')}>{format.dateTime(new Date(person.addedAt), { dateStyle: 'medium' })}</Fact>
          </dl>
          <section aria-label={t('person.documents')} className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
            {person.documents.map((document) => (
              <a key={document.id} href={`/documents/${document.id}/file`} download className="inline-flex min-h-11 items-center gap-1.5 text-accent hover:underline md:min-h-6">
                <Download aria-hidden className="size-3.5" />
                <span className="sr-only">{t('person.download', { name: document.fileName })}</span>
                <span aria-hidden>{document.fileName}</span>
              </a>
            ))}
            {person.documents.length === 0 && <span className="text-xs text-muted">{t('person.noDocuments')}</span>}
            <Link href={`/candidates/${person.candidateId}`} className="inline-flex min-h-11 items-center text-accent hover:underline md:min-h-6">
              {t('person.openProfile')}
            </Link>
          </section>
          <section aria-labelledby="text-heading" className="flex flex-col gap-2 border-t border-line pt-4">
            <h3 id="text-heading" className="text-xs font-medium text-muted">
              {t('person.text')}
              {row?.isTruncated && <span className="ml-2 font-normal">{t('ranking.truncated')}</span>}
            </h3>
            <HighlightedText text={person.text} span={passage} markId={MARK_ID} />
          </section>
        </div>
      </div>
    </article>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  const t = useTranslations('job.person')
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0 break-words text-ink">{children ?? <span className="text-muted italic">{t('unknown')}</span>}</dd>
    </>
  )
}
