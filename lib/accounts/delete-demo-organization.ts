/** Deletes the demo organisation with everything in it. Any owner may: it belongs to nobody, and it is one. */
import { requireRole } from '../actor.ts'
import type { Actor } from '../actor.ts'
import { deleteDemoOrganizationRows, findDemoOrganization, lockAccounts } from '../db/queries/accounts.ts'
import { recordAudit } from '../db/queries/audit-events.ts'
import { AppError } from '../errors.ts'
import type { Services } from '../services.ts'

export async function deleteDemoOrganization(services: Services, actor: Actor, { name }: { name: string }): Promise<{ isOwn: boolean }> {
  requireRole(actor, 'owner')
  return services.db.transaction(async (tx) => {
    await lockAccounts(tx)
    const demo = await findDemoOrganization(tx)
    if (!demo) throw new AppError('not_found', 'there is no demo organisation', { userMessage: 'The demo organisation is gone already.' })
    if (name !== demo.name) throw new AppError('invalid_input', 'the typed name differs', { userMessage: 'What you typed is not its name.' })
    const isOwn = demo.id === actor.organizationId
    await deleteDemoOrganizationRows(tx, { organizationId: demo.id })
    if (!isOwn) await recordAudit(tx, actor, 'demo.deleted', demo.id)
    return { isOwn }
  })
}
