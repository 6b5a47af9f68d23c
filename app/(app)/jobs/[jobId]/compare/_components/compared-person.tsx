'use client'
/** One of the two: headline, the passage that speaks most, and the whole text with it marked. */
import { useTranslations } from 'next-intl'
import type { ComparedCandidate } from '#lib/preferences/show-comparison.ts'
import { HighlightedText } from '../../_components/highlighted-text.tsx'
import { MaskedText } from '../../_components/masked-text.tsx'
import { quote } from '../../_lib/quote.ts'

interface ComparedPersonProps {
  person: ComparedCandidate
  isBlind: boolean
  isChosen: boolean
  className: string
}

export function ComparedPerson({ person, isBlind, isChosen, className }: ComparedPersonProps) {
  const t = useTranslations('job.compare')
  const candidate = t('candidate', { label: person.label })
  const name = isBlind ? null : person.name
  // A short text is read as one passage: marking all of it would say nothing.
  const passage = person.passage && person.passage.end - person.passage.start < person.text.trimEnd().length ? person.passage : null
  return (
    <section aria-label={candidate} className={`min-h-0 min-w-0 flex-col ${isChosen ? 'bg-accent-soft' : ''} ${className}`}>
      <header className="border-b border-line px-4 py-2 md:px-6">
        <h2 className="flex items-baseline gap-2 text-sm leading-6 font-semibold text-ink max-md:sr-only">
          {candidate}
          {name && <span className="truncate font-normal">{name}</span>}
        </h2>
        <p className="min-h-5 truncate text-sm leading-5 text-ink md:text-muted">{person.headline}</p>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 py-4 md:px-6" tabIndex={0} role="group" aria-label={candidate}>
        {passage && (
          <div className="mb-4 border-l-2 border-accent pl-3">
            <h3 className="text-xs leading-5 font-medium text-muted">{t('bestPassage')}</h3>
            <p className="line-clamp-5 max-w-[68ch] text-sm leading-6 text-ink" dir="auto">
              <MaskedText text={quote(passage.text, passage.start, passage.end < person.text.length)} />
            </p>
          </div>
        )}
        <HighlightedText text={person.text} span={passage} />
      </div>
    </section>
  )
}
