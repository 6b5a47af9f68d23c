/** What may be written on a shortlist. Safe in the browser. */
import { z } from 'zod'

export const SHORTLIST_NOTE_LIMIT = 5000

export const shortlistStage = z.enum(['shortlisted', 'contacted', 'interview', 'offer', 'hired', 'rejected'])

export const rejectionReason = z.enum(['not_qualified', 'wrong_seniority', 'wrong_location', 'salary', 'withdrew', 'filled', 'other'])

export const shortlistTarget = z.object({ jobId: z.uuid(), candidateId: z.uuid() })

export const shortlistMove = shortlistTarget.extend({ beforeCandidateId: z.uuid().nullable() })

export const shortlistChange = shortlistTarget.extend({
  stage: shortlistStage.optional(),
  /** Of somebody who is rejected, or is by this change; null takes the reason back. */
  rejectionReason: rejectionReason.nullable().optional(),
  note: z.string().max(SHORTLIST_NOTE_LIMIT, `A note holds up to ${SHORTLIST_NOTE_LIMIT} characters: shorten it.`).optional(),
}).refine(({ stage, rejectionReason }) => !rejectionReason || stage === undefined || stage === 'rejected', { path: ['rejectionReason'], message: 'Only a rejection has a reason for it.' })

export type ShortlistTarget = z.infer<typeof shortlistTarget>
export type ShortlistMove = z.infer<typeof shortlistMove>
export type ShortlistChange = z.infer<typeof shortlistChange>
