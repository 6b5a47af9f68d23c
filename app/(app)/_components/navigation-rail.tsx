'use client'
/** The left rail: icons on middle widths, words beside them on wide ones, absent on phones. */
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { usePathname } from 'next/navigation'
import { Logo } from '../../_components/logo.tsx'
import { PLACES, isCurrentPlace } from './places.ts'
import { PersonMenu } from './person-menu.tsx'
import type { Account } from './person-menu.tsx'

export function NavigationRail({ account, organization }: { account: Account; organization: { name: string; isDemo: boolean } }) {
  const t = useTranslations('shell')
  const pathname = usePathname()
  return (
    <header className="hidden w-14 shrink-0 flex-col border-r border-line bg-page md:flex xl:w-52">
      <div className="flex h-14 items-center gap-2.5 px-[1.125rem] xl:px-4" title={organization.name}>
        <Logo />
        <span className="hidden min-w-0 flex-1 flex-col xl:flex">
          <span className="truncate text-sm leading-5 font-semibold text-ink">{organization.name}</span>
          {organization.isDemo && (
            <span className="text-xs leading-4 text-warning" title={t('demoHint')}>
              {t('demo')}
            </span>
          )}
        </span>
      </div>
      <nav aria-label={t('navigation')} className="flex flex-1 flex-col gap-0.5 px-2 pt-1">
        {PLACES.map(({ name, href, icon: Icon, key }) => {
          const isCurrent = isCurrentPlace(href, pathname)
          return (
            <Link
              key={name}
              href={href}
              title={`${t(name)} (g ${key})`}
              aria-current={isCurrent ? 'page' : undefined}
              className={`flex h-9 items-center gap-2.5 rounded-md px-3 text-sm xl:px-2.5 ${isCurrent ? 'bg-hover font-medium text-ink' : 'text-muted hover:bg-hover hover:text-ink'}`}
            >
              <Icon aria-hidden className={`size-4 shrink-0 ${isCurrent ? 'text-accent' : ''}`} />
              <span className="sr-only xl:not-sr-only">{t(name)}</span>
            </Link>
          )
        })}
      </nav>
      <div className="border-t border-line p-2">
        <PersonMenu account={account} side="right" isNameShown />
      </div>
    </header>
  )
}
