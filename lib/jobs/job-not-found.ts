/** The answer to an id of no job of this organisation, whether it is another's or nobody's. */
import type { Actor } from '../actor.ts'
import { AppError } from '../errors.ts'

export function jobNotFound({ organizationId }: Actor, jobId: string): AppError {
  return new AppError('not_found', `job ${jobId} is not in organisation ${organizationId}`, { userMessage: 'This job does not exist.' })
}
