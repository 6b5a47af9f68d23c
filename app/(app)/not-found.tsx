import { getTranslations } from 'next-intl/server'
import Link from 'next/link'
import { Button } from '../_components/button.tsx'
import { EmptyState } from '../_components/empty-state.tsx'
import { PageHeader } from '../_components/page-header.tsx'

export default async function NotFound() {
  const t = await getTranslations('common')
  return (
    <>
      <PageHeader title={t('notFoundTitle')} />
      <div className="px-4 py-4 md:px-8 md:py-6">
        <EmptyState
          title={t('notFoundText')}
          action={
            <Button asChild>
              <Link href="/">{t('backHome')}</Link>
            </Button>
          }
        />
      </div>
    </>
  )
}
