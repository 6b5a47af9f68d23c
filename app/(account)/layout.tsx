import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { Logo } from '../_components/logo.tsx'

export default async function AccountLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations('account')
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-[22rem] flex-col px-4 pt-[12dvh] pb-8">
      <div className="flex items-center gap-2.5">
        <Logo className="size-6" />
        <span className="text-base font-semibold tracking-[-0.01em] text-ink">Rankwell</span>
      </div>
      <p className="mt-2 text-sm leading-5 text-muted">{t('tagline')}</p>
      <div className="mt-8">{children}</div>
    </main>
  )
}
