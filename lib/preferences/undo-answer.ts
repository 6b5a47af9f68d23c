/** Takes back a person's last answer for a job; its question is shown again. */
import { requireRole } from '../actor.ts'
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import { recordAudit } from '../db/queries/audit-events.ts'
import { getLiveModelVersion } from '../db/queries/model-versions.ts'
import { findLastAnsweredPair, writeAnswer } from '../db/queries/preference-pairs.ts'
import { lockJob } from '../db/queries/shortlist-entries.ts'
import { AppError } from '../errors.ts'
import type { Services } from '../services.ts'
import type { UndoRequest } from '../validation/preferences.ts'
import { showComparison } from './show-comparison.ts'
import type { Comparison } from './show-comparison.ts'

/** Null when this person has answered nothing for the job. */
export async function undoAnswer({ db }: Services, actor: Actor, { jobId }: UndoRequest): Promise<Comparison | null> {
  requireRole(actor, 'recruiter')
  const { organizationId, userId } = actor
  return withOrganization(db, organizationId, async (tx) => {
    if (!(await lockJob(tx, { organizationId, jobId }))) throw new AppError('not_found', `job ${jobId} is not in organisation ${organizationId}`, { userMessage: 'This job does not exist.' })
    const last = await findLastAnsweredPair(tx, { organizationId, jobId, userId })
    if (!last) return null
    await writeAnswer(tx, { organizationId, pairId: last.id, answer: null, tookMs: null })
    await recordAudit(tx, actor, 'preference.undone', last.id, { jobId, answer: last.answer })
    const { id: modelVersionId } = await getLiveModelVersion(tx, { organizationId })
    return showComparison(tx, { pair: last, organizationId, userId, modelVersionId })
  })
}
