'use client'
/** The right half of the page in each of its states: nobody, being read, gone, failed, here. */
import { useTranslations } from 'next-intl'
import type { ComponentProps, Ref } from 'react'
import { Button } from '../../../../_components/button.tsx'
import { EmptyState } from '../../../../_components/empty-state.tsx'
import { ErrorState } from '../../../../_components/error-state.tsx'
import { Kbd } from '../../../../_components/kbd.tsx'
import { Skeleton } from '../../../../_components/skeleton.tsx'
import type { PersonState } from '../_lib/use-person.ts'
import { PersonPanel } from './person-panel.tsx'

type PersonPaneProps = Omit<ComponentProps<typeof PersonPanel>, 'ref' | 'person'> & { panelRef: Ref<HTMLElement>; state: PersonState; retry: () => void }

export function PersonPane({ panelRef, state, retry, ...panel }: PersonPaneProps) {
  const t = useTranslations('job.person')
  switch (state.kind) {
    case 'ready':
      return <PersonPanel key={state.person.candidateId} ref={panelRef} person={state.person} {...panel} />
    case 'loading':
      return <LoadingPerson />
    case 'none':
      return (
        <div className="p-4 md:p-6">
          <EmptyState title={t('selectTitle')}>{t.rich('selectText', { k: (key) => <Kbd>{String(key)}</Kbd> })}</EmptyState>
        </div>
      )
    case 'gone':
      return (
        <div className="p-4 md:p-6">
          <EmptyState title={t('gone')} action={<Button onClick={panel.onBack}>{t('back')}</Button>} />
        </div>
      )
    case 'failed':
      return (
        <div className="p-4 md:p-6">
          <ErrorState title={t('failed', { message: state.message })} action={<Button onClick={retry}>{t('retry')}</Button>} />
        </div>
      )
  }
}

function LoadingPerson() {
  return (
    <div aria-busy className="flex flex-col gap-4 px-6 py-4">
      <Skeleton className="h-7 w-64" />
      <Skeleton className="h-4 w-80" />
      <Skeleton className="mt-4 h-24 w-full max-w-[68ch]" />
      <Skeleton className="h-96 w-full max-w-[68ch]" />
    </div>
  )
}
