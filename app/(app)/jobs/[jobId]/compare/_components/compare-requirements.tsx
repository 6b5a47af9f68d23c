'use client'
/** What the two are measured against, in view all the time. */
import { useTranslations } from 'next-intl'
import type { Requirement } from '#lib/db/schema/jobs.ts'

export function CompareRequirements({ title, requirements }: { title: string; requirements: Requirement[] }) {
  const t = useTranslations('job.header')
  const groups = (['must', 'nice'] as const).map((level) => ({ level, items: requirements.filter((requirement) => requirement.level === level) })).filter(({ items }) => items.length > 0)
  return (
    <section aria-label={t('requirementsLabel')} tabIndex={0} className="mt-2 max-h-20 shrink-0 overflow-y-auto px-4 pb-2 text-xs leading-5 md:max-h-32 md:px-6">
      {groups.length === 0 && <p className="text-ink">{title}</p>}
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1">
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
