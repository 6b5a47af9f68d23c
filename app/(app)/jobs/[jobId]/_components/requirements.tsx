/** What the job asks for: one line that unfolds into the two lists. */
import { ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { Requirement } from '#lib/db/schema/jobs.ts'

export function Requirements({ requirements }: { requirements: Requirement[] }) {
  const t = useTranslations('job.header')
  const must = requirements.filter((requirement) => requirement.level === 'must')
  const nice = requirements.filter((requirement) => requirement.level === 'nice')
  if (requirements.length === 0) return <p className="mt-2 text-xs leading-5 text-muted">{t('noRequirements')}</p>
  return (
    <details className="group mt-2 text-sm">
      <summary className="flex min-h-8 cursor-pointer list-none items-center gap-1.5 rounded text-xs leading-5 text-muted outline-offset-2 hover:text-ink [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-3.5 shrink-0 transition-transform group-open:rotate-90" />
        <span className="shrink-0 font-medium">{t('showRequirements', { must: must.length, nice: nice.length })}</span>
        <span aria-hidden className="min-w-0 truncate group-open:hidden">
          {requirements.map((requirement) => requirement.text).join(' · ')}
        </span>
      </summary>
      <div className="grid max-h-64 gap-x-8 gap-y-3 overflow-y-auto pt-1 pb-3 pl-5 md:grid-cols-2" tabIndex={0} role="group" aria-label={t('requirementsLabel')}>
        <RequirementList label={t('must')} items={must} />
        <RequirementList label={t('nice')} items={nice} />
      </div>
    </details>
  )
}

function RequirementList({ label, items }: { label: string; items: Requirement[] }) {
  if (items.length === 0) return null
  return (
    <div>
      <h2 className="text-xs leading-5 font-medium text-muted">{label}</h2>
      <ul className="flex list-disc flex-col gap-0.5 pl-4 leading-5 text-ink marker:text-muted">
        {items.map((item) => (
          <li key={item.id}>{item.text}</li>
        ))}
      </ul>
    </div>
  )
}
