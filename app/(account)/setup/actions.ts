'use server'
import { setUpOrganization } from '#lib/accounts/set-up-organization.ts'
import { organizationSetUp } from '#lib/validation/accounts.ts'
import { publicAction } from '../../_lib/public-action.ts'

export const setUpAction = publicAction(organizationSetUp, async (db, input) => {
  await setUpOrganization(db, input)
})
