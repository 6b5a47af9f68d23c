import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { hasRole } from '#lib/actor.ts'
import { getMatchingRules } from '#lib/training/get-matching-rules.ts'
import { previewMatchingRules } from '#lib/training/preview-matching-rules.ts'
import { PageHeader } from '../../../_components/page-header.tsx'
import { requireActor } from '../../../_lib/page.ts'
import { RulesScreen } from './_components/rules-screen.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('training'))('rules.title') }
}

export default async function MatchingRulesPage() {
  const { services, actor } = await requireActor()
  const [t, saved] = [await getTranslations('training'), await getMatchingRules(services, actor)]
  const canEdit = hasRole(actor, 'admin')
  return (
    <>
      <PageHeader title={t('rules.title')} back={{ href: '/training', label: t('title') }} lead={canEdit ? t('rules.lead') : `${t('rules.lead')} ${t('rules.readOnly')}`} />
      <RulesScreen saved={{ ...saved, changedAt: saved.changedAt?.toISOString() ?? null }} preview={previewMatchingRules(services, actor)} canEdit={canEdit} />
    </>
  )
}
