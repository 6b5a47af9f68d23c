import { getTranslations } from 'next-intl/server'
import { listMembers } from '#lib/accounts/list-members.ts'
import { hasRole } from '#lib/actor.ts'
import { requireActor } from '../../../_lib/page.ts'
import { AddMember } from './_components/add-member.tsx'
import { MemberTable } from './_components/member-table.tsx'

export default async function PeoplePage() {
  const { services, actor } = await requireActor()
  const t = await getTranslations('settings.members')
  const members = await listMembers(services, actor)
  const canEdit = hasRole(actor, 'owner')
  return (
    <div className="flex flex-col gap-4 py-6">
      <div className="flex flex-wrap items-start gap-x-6 gap-y-3">
        <p className="max-w-[72ch] min-w-0 flex-1 basis-64 text-sm leading-5 text-muted">
          {t('lead')} {!canEdit && t('ownerOnly')}
        </p>
        {canEdit && <AddMember />}
      </div>
      <MemberTable members={members.map(({ userId, name, email, role, isDisabled }) => ({ userId, name, email, role, isDisabled, isSelf: userId === actor.userId }))} canEdit={canEdit} />
    </div>
  )
}
