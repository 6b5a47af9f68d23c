import { getTranslations } from 'next-intl/server'
import { listOwnSessions } from '#lib/accounts/list-own-sessions.ts'
import { PasswordForm } from '../../../_components/password-form.tsx'
import { requireActor } from '../../../_lib/page.ts'
import { SettingsSection } from '../_components/settings-section.tsx'
import { ProfileForm } from './_components/profile-form.tsx'
import { SessionList } from './_components/session-list.tsx'

export default async function AccountPage() {
  const { services, actor, person, sessionId } = await requireActor()
  const t = await getTranslations('settings')
  const sessions = await listOwnSessions(services, actor)
  return (
    <>
      <SettingsSection title={t('profile.title')} lead={t('profile.email', { email: person.email })}>
        <ProfileForm name={person.name} />
      </SettingsSection>
      <SettingsSection title={t('password.title')} lead={t('password.lead')}>
        <PasswordForm email={person.email} labels={{ current: t('password.current'), new: t('password.new'), submit: t('password.submit') }} doneMessage={t('password.changed')} />
      </SettingsSection>
      <SettingsSection title={t('sessions.title')} lead={t('sessions.lead')}>
        <SessionList sessions={sessions.map(({ id, userAgent, createdAt, lastSeenAt }) => ({ id, userAgent, isThis: id === sessionId, createdAt: createdAt.toISOString(), lastSeenAt: lastSeenAt.toISOString() }))} />
      </SettingsSection>
    </>
  )
}
