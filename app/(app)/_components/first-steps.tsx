/** The way from an empty organisation to a ranking that learns; gone once it was walked. */
import { Check } from 'lucide-react'
import { useTranslations } from 'next-intl'
import Link from 'next/link'

interface FirstStepsProps {
  hasJob: boolean
  hasPeople: boolean
  hasAnswered: boolean
  firstJobId: string | null
}

export function FirstSteps({ hasJob, hasPeople, hasAnswered, firstJobId }: FirstStepsProps) {
  const t = useTranslations('home')
  const steps = [
    { name: 'startJob', text: 'startJobText', isDone: hasJob, href: '/jobs/new' },
    { name: 'startPeople', text: 'startPeopleText', isDone: hasPeople, href: '/candidates' },
    { name: 'startAnswer', text: 'startAnswerText', isDone: hasAnswered, href: firstJobId && hasPeople ? `/jobs/${firstJobId}/compare` : null },
  ] as const
  return (
    <section aria-labelledby="start-heading" className="flex flex-col gap-2">
      <h2 id="start-heading" className="text-sm font-medium text-ink">
        {t('startTitle')}
      </h2>
      <ol className="grid gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-3">
        {steps.map(({ name, text, isDone, href }, position) => (
          <li key={name} className={`relative flex items-start gap-3 bg-surface p-4 ${href && !isDone ? 'hover:bg-hover' : ''}`}>
            <span className={`grid size-6 shrink-0 place-items-center rounded-full text-xs font-medium tabular-nums ${isDone ? 'bg-positive-soft text-positive' : 'bg-accent-soft text-accent'}`}>
              {isDone ? <Check aria-label={t('done')} className="size-3.5" /> : position + 1}
            </span>
            <span className="min-w-0">
              {href && !isDone ? (
                <Link href={href} className="text-sm font-medium text-ink after:absolute after:inset-0">
                  {t(name)}
                </Link>
              ) : (
                <span className={`text-sm font-medium ${isDone ? 'text-muted' : 'text-ink'}`}>{t(name)}</span>
              )}
              <span className="mt-0.5 block text-xs leading-5 text-muted">{t(text)}</span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
