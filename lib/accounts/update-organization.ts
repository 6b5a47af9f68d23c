/** The organisation's name, and whether comparisons hide who a person is. */
import { requireRole } from '../actor.ts'
import type { Actor } from '../actor.ts'
import { updateOrganization as updateRow } from '../db/queries/accounts.ts'
import { recordAudit } from '../db/queries/audit-events.ts'
import type { Services } from '../services.ts'
import type { OrganizationChange } from '../validation/accounts.ts'

export async function updateOrganization(services: Services, actor: Actor, { name, hidesNames }: OrganizationChange): Promise<void> {
  requireRole(actor, 'owner')
  await services.db.transaction(async (tx) => {
    await updateRow(tx, { organizationId: actor.organizationId, name, hidesNames })
    await recordAudit(tx, actor, 'organization.updated', actor.organizationId, { name, hidesNames })
  })
}
