import { requireRole } from '../actor.ts'
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import { listModelVersionRows } from '../db/queries/model-versions.ts'
import type { Services } from '../services.ts'
import { modelVersionViews } from './training-views.ts'
import type { ModelVersionView } from './training-views.ts'

/** Newest first. */
export async function listModelVersions(services: Services, actor: Actor): Promise<ModelVersionView[]> {
  requireRole(actor, 'viewer')
  const { organizationId } = actor
  return modelVersionViews(await withOrganization(services.db, organizationId, (tx) => listModelVersionRows(tx, { organizationId })))
}
