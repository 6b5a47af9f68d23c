/** How many comparisons were answered and how: of one job, or of the organisation. */
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import { countAnswerRows } from '../db/queries/preference-pairs.ts'
import type { AnswerCounts } from '../db/queries/preference-pairs.ts'
import type { Services } from '../services.ts'
import type { AnswerCountRequest } from '../validation/preferences.ts'

export async function countAnswers({ db }: Services, { organizationId }: Actor, { jobId }: AnswerCountRequest = {}): Promise<AnswerCounts> {
  return withOrganization(db, organizationId, (tx) => countAnswerRows(tx, { organizationId, jobId }))
}
