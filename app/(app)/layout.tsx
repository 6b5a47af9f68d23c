import { getTranslations } from 'next-intl/server'
import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { requireActor } from '../_lib/page.ts'
import { THEME_COOKIE, readTheme } from '../_lib/theme.ts'
import { KeyboardShortcuts } from './_components/keyboard-shortcuts.tsx'
import { NavigationBar } from './_components/navigation-bar.tsx'
import { NavigationRail } from './_components/navigation-rail.tsx'

export default async function AppLayout({ children }: { children: ReactNode }) {
  const { actor, person, organization } = await requireActor()
  if (person.mustChangePassword) redirect('/new-password')
  const t = await getTranslations('shell')
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value)
  const account = { name: person.name, email: person.email, role: actor.role, theme }
  return (
    <div className="flex h-dvh flex-col md:flex-row">
      <a href="#main" className="sr-only rounded-md bg-ink px-3 py-2 text-page focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50">
        {t('skip')}
      </a>
      <NavigationRail account={account} organization={{ name: organization.name, isDemo: organization.isDemo }} />
      <main id="main" tabIndex={-1} className="flex min-h-0 min-w-0 flex-1 flex-col overflow-y-auto outline-none">
        {children}
      </main>
      <NavigationBar account={account} />
      <KeyboardShortcuts canPost={actor.role !== 'viewer'} />
    </div>
  )
}
