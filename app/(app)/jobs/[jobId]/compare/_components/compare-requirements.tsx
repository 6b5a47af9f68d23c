'use client'
/** What the two are measured against: in view all the time, on a phone one tap away. */
import { ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Requirement } from '#lib/db/schema/jobs.ts'

export function CompareRequirements({ title, requirements }: { title: string; requirements: Requirement[] }) {
  const t = useTranslations('job.header')
  const [isOpen, setIsOpen] = useState(false)
  const groups = (['must', 'nice'] as const).map((level) => ({ level, items: requirements.filter((requirement) => requirement.level === level) })).filter(({ items }) => items.length > 0)
  return (
    <section aria-label={t('requirementsLabel')} tabIndex={0} className="max-h-48 shrink-0 overflow-y-auto px-4 pb-2 text-xs leading-5 md:mt-2 md:max-h-32 md:px-6">
      {groups.length === 0 && <p className="text-ink">{title}</p>}
      {groups.length > 0 && (
        <button type="button" aria-expanded={isOpen} className="flex min-h-11 w-full items-center gap-1 text-left text-muted md:hidden" onClick={() => setIsOpen(!isOpen)}>
          <ChevronRight aria-hidden className={`size-3.5 shrink-0 transition-transform ${isOpen ? 'rotate-90' : ''}`} />
          {t('showRequirements', { must: requirements.filter(({ level }) => level === 'must').length, nice: requirements.filter(({ level }) => level === 'nice').length })}
        </button>
      )}
      <dl className={`grid-cols-[auto_1fr] gap-x-3 gap-y-1 md:grid ${isOpen ? 'grid' : 'hidden'}`}>
        {groups.map(({ level, items }) => (
          <div key={level} className="contents">
            <dt className="font-medium text-muted">{t(level)}</dt>
            <dd className="text-ink">
              <ul className="flex flex-wrap gap-x-2">
                {items.map((item, index) => (
                  <li key={item.id}>
                    {item.text}
                    {index < items.length - 1 && <span aria-hidden className="ml-2 text-muted">·</span>}
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
