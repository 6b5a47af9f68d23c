import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import Link from 'next/link'
import type { SearchParams } from 'nuqs/server'
import { z } from 'zod'
import { hasRole } from '#lib/actor.ts'
import { Button } from '../../_components/button.tsx'
import { PageHeader } from '../../_components/page-header.tsx'
import { orNotFound } from '../../_lib/or-not-found.ts'
import { requireActor } from '../../_lib/page.ts'
import { TrainingScreen } from './_components/training-screen.tsx'
import { readTrainingStatus } from './_lib/training-status.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('training'))('title') }
}

export default async function TrainingPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [{ services, actor }, query, t] = await Promise.all([requireActor(), searchParams, getTranslations('training')])
  const status = await orNotFound(readTrainingStatus(services, actor, { run: z.uuid().safeParse(query.run).data }))
  const canTrain = hasRole(actor, 'admin')
  return (
    <>
      <PageHeader
        title={t('title')}
        lead={canTrain ? t('lead') : `${t('lead')} ${t('readOnly')}`}
        actions={
          <Button asChild>
            <Link href="/training/rules">{t('rules.title')}</Link>
          </Button>
        }
      />
      <TrainingScreen initial={status} canTrain={canTrain} />
    </>
  )
}
