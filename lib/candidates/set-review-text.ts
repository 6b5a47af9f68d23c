/** Makes a candidate of a file that could not be read, with the text that a person typed for it. */
import { requireRole } from '../actor.ts'
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import { recordAudit } from '../db/queries/audit-events.ts'
import { lockDocument } from '../db/queries/documents.ts'
import { normalizeText } from '../documents/normalize-text.ts'
import { AppError } from '../errors.ts'
import type { Services } from '../services.ts'
import { reviewTextInput } from '../validation/candidates.ts'
import type { ReviewTextInput } from '../validation/candidates.ts'
import { acceptResume } from './accept-resume.ts'
import type { AcceptedResume } from './accept-resume.ts'
import { documentNotFound } from './not-found.ts'
import { whyNotAResume } from './why-not-a-resume.ts'

export async function setReviewText({ db, queue }: Services, actor: Actor, input: ReviewTextInput): Promise<AcceptedResume> {
  requireRole(actor, 'recruiter')
  const parsed = reviewTextInput.safeParse(input)
  if (!parsed.success) throw new AppError('invalid_input', parsed.error.issues[0]!.message)
  const { documentId } = parsed.data
  const text = normalizeText(parsed.data.text)
  const problem = whyNotAResume(text)
  if (problem) throw new AppError('invalid_input', `The text ${problem}. Write what is known of the person.`)
  const { organizationId } = actor
  return withOrganization(db, organizationId, async (tx) => {
    const document = await lockDocument(tx, { organizationId, documentId })
    if (!document) throw documentNotFound(actor, documentId)
    if (document.state !== 'needs_review' || document.kind !== 'resume') throw new AppError('conflict', `document ${documentId} is ${document.state}`, { userMessage: 'Only a résumé that needs review takes a typed text.' })
    const accepted = await acceptResume(tx, queue, { organizationId, document, text })
    await recordAudit(tx, actor, 'document.text_written', documentId)
    return accepted
  })
}
