/** The demo organisation, if it is still there, for an owner who may delete it. */
import { requireRole } from '../actor.ts'
import type { Actor } from '../actor.ts'
import { findDemoOrganization } from '../db/queries/accounts.ts'
import type { Services } from '../services.ts'

export async function getDemoOrganization(services: Services, actor: Actor): Promise<{ name: string; isOwn: boolean } | null> {
  requireRole(actor, 'owner')
  const demo = await findDemoOrganization(services.db)
  return demo && { name: demo.name, isOwn: demo.id === actor.organizationId }
}
