import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { requireActor } from '../../_lib/page.ts'
import { PasswordForm } from '../../_components/password-form.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('account.newPassword'))('title') }
}

export default async function NewPasswordPage() {
  const { person } = await requireActor()
  const t = await getTranslations('account.newPassword')
  return (
    <>
      <h1 className="text-lg font-semibold text-ink">{t('title')}</h1>
      <p className="mt-1 mb-5 text-sm leading-5 text-muted">{t('lead')}</p>
      <PasswordForm email={person.email} labels={{ current: t('current'), new: t('new'), submit: t('submit') }} goesTo="/" />
    </>
  )
}
