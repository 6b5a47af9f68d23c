import { requireRole } from '../actor.ts'
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import { listTrainingRunRows } from '../db/queries/training-runs.ts'
import type { Services } from '../services.ts'
import { trainingRunSummary } from './training-views.ts'
import type { TrainingRunSummary } from './training-views.ts'

const NEWEST = 50

export async function listTrainingRuns(services: Services, actor: Actor): Promise<TrainingRunSummary[]> {
  requireRole(actor, 'viewer')
  const { organizationId } = actor
  const rows = await withOrganization(services.db, organizationId, (tx) => listTrainingRunRows(tx, { organizationId, limit: NEWEST }))
  return rows.map((row) => trainingRunSummary(row))
}
