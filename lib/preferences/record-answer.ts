/** Keeps an answer: it is committed before this returns. The same answer again changes nothing, another one is refused. */
import { requireRole } from '../actor.ts'
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import { lockPair, writeAnswer } from '../db/queries/preference-pairs.ts'
import { AppError } from '../errors.ts'
import type { Services } from '../services.ts'
import { answerRequest } from '../validation/preferences.ts'
import type { AnswerRequest } from '../validation/preferences.ts'

export async function recordAnswer({ db }: Services, actor: Actor, input: AnswerRequest): Promise<void> {
  requireRole(actor, 'recruiter')
  const parsed = answerRequest.safeParse(input)
  if (!parsed.success) throw new AppError('invalid_input', parsed.error.issues[0]!.message)
  const { pairId, answer, tookMs } = parsed.data
  const { organizationId, userId } = actor
  await withOrganization(db, organizationId, async (tx) => {
    const pair = await lockPair(tx, { organizationId, pairId })
    if (!pair || pair.askedTo !== userId) throw new AppError('not_found', `pair ${pairId} was not asked to ${userId}`, { userMessage: 'This comparison does not exist. Reload the page.' })
    if (pair.answer === answer) return
    if (pair.answer !== null) throw new AppError('conflict', `pair ${pairId} is answered ${pair.answer}`, { userMessage: 'This comparison was already answered. Undo the answer to change it.' })
    await writeAnswer(tx, { organizationId, pairId, answer, tookMs })
  })
}
