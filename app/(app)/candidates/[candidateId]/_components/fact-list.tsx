/** What is known of a person: each fact leads to the place in the text it was read from, or says that a person wrote it. */
import { useTranslations } from 'next-intl'
import type { CandidateSummary } from '#lib/candidates/list-candidates.ts'
import type { Fact } from '#lib/db/schema/candidates.ts'
import { factId } from '../_lib/fact-parts.ts'

type Fields = Pick<CandidateSummary, 'name' | 'headline' | 'email' | 'phone' | 'location'>
const FIELDS = ['name', 'headline', 'email', 'phone', 'location'] as const

export function FactList({ candidate, facts }: { candidate: Fields; facts: Fact[] }) {
  const t = useTranslations('candidates')
  const years = facts.filter(({ kind }) => kind === 'years')
  return (
    <section aria-labelledby="facts-heading" className="flex flex-col gap-2">
      <h2 id="facts-heading" className="text-xs font-medium text-muted" title={t('person.factsHint')}>
        {t('person.facts')}
      </h2>
      <dl className="flex flex-col">
        {FIELDS.map((field) => (
          <Line key={field} label={t(`person.${field}`)} value={candidate[field]} facts={facts.filter(({ kind }) => kind === field)} all={facts} />
        ))}
        {years.map((fact) => (
          <Line key={fact.value} label={t('person.years')} value={fact.value} facts={[fact]} all={facts} />
        ))}
      </dl>
    </section>
  )
}

function Line({ label, value, facts, all }: { label: string; value: string | null; facts: Fact[]; all: Fact[] }) {
  const t = useTranslations('candidates')
  const source = facts.find((fact) => fact.value === value)
  return (
    <div className="grid grid-cols-[5.5rem_minmax(0,1fr)] gap-x-3 border-t border-line py-1.5 text-sm leading-5">
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0 break-words text-ink">
        {value === null && <span className="text-muted italic">{t('unknown')}</span>}
        {value !== null && source && (
          <a href={`#${factId(all.indexOf(source))}`} aria-label={t('person.showInText', { value })} className="underline decoration-line-strong decoration-dotted underline-offset-4 hover:text-accent hover:decoration-accent">
            {value}
          </a>
        )}
        {value !== null && !source && (
          <>
            {value} <span className="text-xs text-muted">· {t('person.edited')}</span>
          </>
        )}
      </dd>
    </div>
  )
}
