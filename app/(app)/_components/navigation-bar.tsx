'use client'
/** The bottom bar of phones. */
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { usePathname } from 'next/navigation'
import { PLACES, isCurrentPlace } from './places.ts'
import { PersonMenu } from './person-menu.tsx'
import type { Account } from './person-menu.tsx'

export function NavigationBar({ account }: { account: Account }) {
  const t = useTranslations('shell')
  const pathname = usePathname()
  return (
    <nav aria-label={t('navigation')} className="flex shrink-0 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden">
      {PLACES.filter(({ name }) => name !== 'settings').map(({ name, href, icon: Icon }) => {
        const isCurrent = isCurrentPlace(href, pathname)
        return (
          <Link key={name} href={href} aria-current={isCurrent ? 'page' : undefined} className={`flex h-14 min-w-0 flex-1 flex-col items-center justify-center gap-1 text-[0.6875rem] leading-none -outline-offset-2 ${isCurrent ? 'font-medium text-accent' : 'text-muted'}`}>
            <Icon aria-hidden className="size-5" />
            {t(name)}
          </Link>
        )
      })}
      <div className="grid flex-1 place-items-center">
        <PersonMenu account={account} side="top" />
      </div>
    </nav>
  )
}
