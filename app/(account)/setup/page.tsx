import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { needsSetUp } from '#lib/accounts/set-up-organization.ts'
import { getServices } from '../../_lib/services.ts'
import { SetUpForm } from './_components/set-up-form.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('account.setUp'))('title') }
}

export default async function SetUpPage() {
  const { db } = await getServices()
  if (!(await needsSetUp(db))) redirect('/sign-in')
  const t = await getTranslations('account.setUp')
  return (
    <>
      <h1 className="text-lg font-semibold text-ink">{t('title')}</h1>
      <p className="mt-1 mb-5 text-sm leading-5 text-muted">{t('lead')}</p>
      <SetUpForm />
      <p className="mt-6 text-sm leading-5 text-muted">
        {t('haveAccount')}{' '}
        <Link href="/sign-in" className="font-medium text-accent underline underline-offset-2">
          {t('signInLink')}
        </Link>
      </p>
    </>
  )
}
