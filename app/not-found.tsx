import { getTranslations } from 'next-intl/server'
import Link from 'next/link'
import { Button } from './_components/button.tsx'
import { Logo } from './_components/logo.tsx'

export default async function NotFound() {
  const t = await getTranslations('common')
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col items-start gap-3 px-4 pt-[18dvh]">
      <Logo className="size-6" />
      <h1 className="text-lg font-semibold text-ink">{t('notFoundTitle')}</h1>
      <p className="text-sm leading-5 text-muted">{t('notFoundText')}</p>
      <Button asChild>
        <Link href="/">{t('backHome')}</Link>
      </Button>
    </main>
  )
}
