/** The beginning of every change to a shortlist: the job is the organisation's, and nobody else reorders it meanwhile. */
import type { Transaction } from '../db/client.ts'
import { lockJob } from '../db/queries/shortlist-entries.ts'
import { AppError } from '../errors.ts'

export async function lockShortlist(tx: Transaction, { organizationId, jobId }: { organizationId: string; jobId: string }): Promise<void> {
  if (!(await lockJob(tx, { organizationId, jobId }))) throw new AppError('not_found', `job ${jobId} is not in organisation ${organizationId}`, { userMessage: 'This job does not exist.' })
}

export function notOnShortlist(candidateId: string): AppError {
  return new AppError('not_found', `candidate ${candidateId} is not on the shortlist`, { userMessage: 'This person is not on the shortlist. Somebody may have removed them: reload the page.' })
}
