/** The first start: makes the organisation and its owner, once. */
import type { Database } from '../db/client.ts'
import { countOwnOrganizations, createMembership, createOrganization, createUser, lockAccounts } from '../db/queries/accounts.ts'
import { recordAudit } from '../db/queries/audit-events.ts'
import { AppError } from '../errors.ts'
import { ensureBaseModelVersion } from '../matching/ensure-base-model-version.ts'
import type { OrganizationSetUp } from '../validation/accounts.ts'
import { checkNewPassword } from './check-new-password.ts'
import { hashPassword } from './hash-password.ts'

export async function needsSetUp(db: Database): Promise<boolean> {
  return (await countOwnOrganizations(db)) === 0
}

/** Two browsers may try at once: the lock makes the second see the organisation of the first, and it is refused. */
export async function setUpOrganization(db: Database, { organizationName, name, email, password }: OrganizationSetUp): Promise<{ organizationId: string; userId: string }> {
  checkNewPassword(password, { email, name })
  const passwordHash = await hashPassword(password)
  return db.transaction(async (tx) => {
    await lockAccounts(tx)
    if (!(await needsSetUp(tx))) throw new AppError('conflict', 'already set up', { userMessage: 'Rankwell is already set up here. Sign in, or ask the owner to add you.' })
    const organization = await createOrganization(tx, { name: organizationName })
    const user = await createUser(tx, { name, email, passwordHash, mustChangePassword: false })
    if (!user) throw new AppError('conflict', 'e-mail taken', { userMessage: 'This e-mail address is already in use here. Take another.' })
    await createMembership(tx, { organizationId: organization.id, userId: user.id, role: 'owner' })
    await ensureBaseModelVersion(tx, organization.id)
    await recordAudit(tx, { organizationId: organization.id, userId: user.id }, 'organization.created', organization.id, { name: organizationName })
    return { organizationId: organization.id, userId: user.id }
  })
}
