'use client'
/** Two people side by side and one question. Names stay hidden while the organisation wants it so; keys do all that the mouse does. */
import { ArrowLeft } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import type { Requirement } from '#lib/db/schema/jobs.ts'
import type { Comparison } from '#lib/preferences/show-comparison.ts'
import { SegmentedControl } from '../../../../../_components/segmented-control.tsx'
import { useShortcuts } from '../../_lib/use-shortcuts.ts'
import { useComparison } from '../_lib/use-comparison.ts'
import type { Counts } from '../_lib/use-comparison.ts'
import { AnswerBar } from './answer-bar.tsx'
import { ComparedPerson } from './compared-person.tsx'
import { CompareRequirements } from './compare-requirements.tsx'
import { NoPairLeft } from './no-pair-left.tsx'

interface CompareScreenProps {
  job: { jobId: string; title: string; requirements: Requirement[] }
  initial: Comparison | null
  counts: Counts
}

export function CompareScreen({ job, initial, counts: initialCounts }: CompareScreenProps) {
  const t = useTranslations('job.compare')
  const { comparison, counts, progress, said, canUndo, answer, undo, loadNext } = useComparison(job.jobId, initial, initialCounts)
  const [side, setSide] = useState<'left' | 'right'>('left')
  const heading = useRef<HTMLHeadingElement>(null)
  const pairId = comparison?.pairId
  const firstPairId = useRef(pairId)

  // After an answer the focus leaves the button that was pressed: the next Space must not answer the next pair.
  useEffect(() => {
    if (pairId === firstPairId.current) return
    firstPairId.current = undefined
    setSide('left')
    heading.current?.focus({ preventScroll: true })
  }, [pairId])

  useShortcuts({
    ArrowLeft: () => void answer('left'),
    ArrowRight: () => void answer('right'),
    '=': () => void answer('tie'),
    t: () => void answer('tie'),
    s: () => void answer('skip'),
    ' ': () => void answer('skip'),
    u: () => void undo(),
  })

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-1 px-4 pt-3 md:px-6 md:pt-4">
        <div className="min-w-0">
          <Link href={`/jobs/${job.jobId}`} className="inline-flex min-h-6 max-w-full items-center gap-1 text-xs text-muted hover:text-ink">
            <ArrowLeft aria-hidden className="size-3.5 shrink-0" />
            <span className="truncate">{t('back', { title: job.title })}</span>
          </Link>
          <h1 ref={heading} tabIndex={-1} className="text-lg leading-7 font-semibold text-ink outline-none md:text-xl">
            {t('title')}
          </h1>
        </div>
        <p className="text-xs leading-5 text-muted md:pt-1 md:text-right" data-testid="answer-count">
          <span className="font-medium tabular-nums text-ink">{t('answers', { count: counts.job, total: counts.all })}</span>
          <span className="hidden md:inline"> · {t('holdout')}</span>
        </p>
      </header>
      <CompareRequirements title={job.title} requirements={job.requirements} />
      {comparison ? (
        <>
          <div className="px-4 pb-2 md:hidden [&>*]:w-full [&_button]:flex-1 [&_button]:justify-center">
            <SegmentedControl
              label={t('show')}
              value={side}
              onChange={setSide}
              options={[
                { value: 'left', label: t('candidate', { label: 'A' }) },
                { value: 'right', label: t('candidate', { label: 'B' }) },
              ]}
            />
          </div>
          <div key={comparison.pairId} className="grid min-h-0 flex-1 border-t border-line md:grid-cols-2 md:divide-x md:divide-line">
            {(['left', 'right'] as const).map((place) => (
              <ComparedPerson
                key={place}
                person={comparison[place]}
                isBlind={comparison.isBlind}
                isChosen={(progress.kind === 'saving' || progress.kind === 'notSaved') && progress.answer === place}
                className={place === side ? 'flex' : 'hidden md:flex'}
              />
            ))}
          </div>
          <AnswerBar progress={progress} isBlind={comparison.isBlind} canUndo={canUndo} onAnswer={(chosen) => void answer(chosen)} onUndo={() => void undo()} onLoadNext={loadNext} />
        </>
      ) : (
        <NoPairLeft jobId={job.jobId} canUndo={counts.job > 0} onUndo={() => void undo()} />
      )}
      <p role="status" aria-live="polite" className="sr-only">
        {said}
      </p>
    </div>
  )
}
