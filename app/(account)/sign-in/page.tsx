import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { needsSetUp } from '#lib/accounts/set-up-organization.ts'
import { getSession } from '#lib/auth/get-session.ts'
import { getServices } from '../../_lib/services.ts'
import { readNextPath } from './_components/read-next-path.ts'
import { SignInForm } from './_components/sign-in-form.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('account.signIn'))('title') }
}

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const { db } = await getServices()
  const next = readNextPath((await searchParams).next)
  if (await getSession(db)) redirect(next)
  const t = await getTranslations('account.signIn')
  const canSetUp = await needsSetUp(db)
  return (
    <>
      <h1 className="mb-4 text-lg font-semibold text-ink">{t('title')}</h1>
      {canSetUp && (
        <p className="mb-5 rounded-md border border-line bg-surface px-3 py-2.5 text-sm leading-5 text-muted">
          {t('setUpHint')}{' '}
          <Link href="/setup" className="font-medium text-accent underline underline-offset-2">
            {t('setUpLink')}
          </Link>
        </p>
      )}
      <SignInForm next={next} />
      <p className="mt-6 text-xs leading-5 text-muted">{t('forgotten')}</p>
    </>
  )
}
