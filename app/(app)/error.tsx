'use client'
import { useTranslations } from 'next-intl'
import { startTransition } from 'react'
import { useRouter } from 'next/navigation'
import { Button } from '../_components/button.tsx'
import { ErrorState } from '../_components/error-state.tsx'

export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations('common')
  const router = useRouter()
  const retry = () =>
    startTransition(() => {
      router.refresh()
      reset()
    })
  return (
    <div className="px-4 py-4 md:px-8 md:py-6">
      <h1 className="sr-only">{t('errorTitle')}</h1>
      <ErrorState
        title={t('errorTitle')}
        action={
          <Button variant="primary" onClick={retry}>
            {t('retry')}
          </Button>
        }
      >
        {t('errorText', { reference: error.digest ? ` (${error.digest})` : '' })}
      </ErrorState>
    </div>
  )
}
