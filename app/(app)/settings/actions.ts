'use server'
import { addMember } from '#lib/accounts/add-member.ts'
import { changeMemberRole } from '#lib/accounts/change-member-role.ts'
import { deleteDemoOrganization } from '#lib/accounts/delete-demo-organization.ts'
import { resetMemberPassword } from '#lib/accounts/reset-member-password.ts'
import { revokeSession } from '#lib/accounts/revoke-session.ts'
import { setMemberDisabled } from '#lib/accounts/set-member-disabled.ts'
import { updateOrganization } from '#lib/accounts/update-organization.ts'
import { updateOwnProfile } from '#lib/accounts/update-own-profile.ts'
import { demoDeletion, memberDisabling, memberRoleChange, memberTarget, newMember, organizationChange, profileChange, sessionTarget } from '#lib/validation/accounts.ts'
import { authedAction } from '../../_lib/authed-action.ts'

export const updateOwnProfileAction = authedAction(profileChange, 'viewer', updateOwnProfile)
export const revokeSessionAction = authedAction(sessionTarget, 'viewer', revokeSession)
export const addMemberAction = authedAction(newMember, 'owner', addMember)
export const changeMemberRoleAction = authedAction(memberRoleChange, 'owner', changeMemberRole)
export const setMemberDisabledAction = authedAction(memberDisabling, 'owner', setMemberDisabled)
export const resetMemberPasswordAction = authedAction(memberTarget, 'owner', resetMemberPassword)
export const updateOrganizationAction = authedAction(organizationChange, 'owner', updateOrganization)
export const deleteDemoOrganizationAction = authedAction(demoDeletion, 'owner', deleteDemoOrganization)
