/** Corrects what is known of a person. The text that is matched stays as it was read. */
import { requireRole } from '../actor.ts'
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import { recordAudit } from '../db/queries/audit-events.ts'
import { updateCandidateRow } from '../db/queries/candidates.ts'
import { AppError } from '../errors.ts'
import type { Services } from '../services.ts'
import { candidateChange } from '../validation/candidates.ts'
import type { CandidateChange } from '../validation/candidates.ts'
import { candidateNotFound } from './not-found.ts'

export async function updateCandidate({ db }: Services, actor: Actor, input: CandidateChange): Promise<void> {
  requireRole(actor, 'recruiter')
  const parsed = candidateChange.safeParse(input)
  if (!parsed.success) throw new AppError('invalid_input', parsed.error.issues.map(({ message }) => message).join(' '))
  const { candidateId, ...change } = parsed.data
  const { organizationId } = actor
  await withOrganization(db, organizationId, async (tx) => {
    if (!(await updateCandidateRow(tx, { organizationId, candidateId, ...change }))) throw candidateNotFound(actor, candidateId)
    await recordAudit(tx, actor, 'candidate.updated', candidateId, { fields: Object.keys(change) })
  })
}
