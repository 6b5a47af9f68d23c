import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { PageHeader } from '../../_components/page-header.tsx'
import { Tabs } from '../../_components/tabs.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('settings'))('title') }
}

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations('settings')
  return (
    <>
      <PageHeader title={t('title')}>
        <Tabs
          label={t('tabs')}
          tabs={[
            { href: '/settings/account', label: t('account') },
            { href: '/settings/people', label: t('people') },
            { href: '/settings/organisation', label: t('organisation') },
          ]}
        />
      </PageHeader>
      <div className="flex flex-col px-4 pb-10 md:px-8">{children}</div>
    </>
  )
}
