import { getTranslations } from 'next-intl/server'
import { getDemoOrganization } from '#lib/accounts/get-demo-organization.ts'
import { hasRole } from '#lib/actor.ts'
import { requireActor } from '../../../_lib/page.ts'
import { SettingsSection } from '../_components/settings-section.tsx'
import { DeleteDemo } from './_components/delete-demo.tsx'
import { OrganizationForm } from './_components/organization-form.tsx'

export default async function OrganizationPage() {
  const { services, actor, organization } = await requireActor()
  const t = await getTranslations('settings')
  const isOwner = hasRole(actor, 'owner')
  const demo = isOwner ? await getDemoOrganization(services, actor) : null
  return (
    <>
      <SettingsSection title={t('organisation')} lead={!isOwner && t('organization.ownerOnly')}>
        <OrganizationForm name={organization.name} hidesNames={organization.hidesNames} canEdit={isOwner} />
      </SettingsSection>
      {demo && (
        <SettingsSection title={t('organization.demoTitle')} lead={t('organization.demoText', { name: demo.name })}>
          {demo.isOwn && <p className="mb-3 text-sm text-muted">{t('organization.demoOwn')}</p>}
          <DeleteDemo name={demo.name} />
        </SettingsSection>
      )}
    </>
  )
}
