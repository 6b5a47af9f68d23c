/** What may be uploaded and what may be written about a candidate. Safe in the browser. */
import { z } from 'zod'

export const FILE_SIZE_LIMIT = 20 * 1024 * 1024
export const FILES_PER_REQUEST_LIMIT = 50
export const RESUME_TEXT_LIMIT = 200_000

export const candidateTarget = z.object({ candidateId: z.uuid() })
export const documentTarget = z.object({ documentId: z.uuid() })
export const uploadTarget = z.object({ uploadId: z.uuid() })

const fact = (limit: number, what: string) => z.string().trim().max(limit, `${what} holds up to ${limit} characters: shorten it.`).transform((value) => (value === '' ? null : value)).nullish()

/** An absent field stays as it is; null or an empty text clears it. */
export const candidateChange = candidateTarget.extend({
  name: fact(200, 'A name'),
  headline: fact(300, 'A headline'),
  email: fact(254, 'An e-mail address').refine((value) => value == null || /^[^\s@]+@[^\s@]+$/u.test(value), 'This is not an e-mail address: write it as name@example.com or leave it empty.'),
  phone: fact(60, 'A telephone number'),
  location: fact(200, 'A location'),
})

export const candidateListRequest = z.object({
  query: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  offset: z.coerce.number().int().min(0).default(0),
})

export const reviewTextInput = documentTarget.extend({
  text: z.string().max(RESUME_TEXT_LIMIT, `A résumé holds up to ${RESUME_TEXT_LIMIT.toLocaleString('en')} characters: shorten it.`),
})

export type CandidateTarget = z.infer<typeof candidateTarget>
export type DocumentTarget = z.infer<typeof documentTarget>
export type UploadTarget = z.infer<typeof uploadTarget>
export type CandidateChange = z.input<typeof candidateChange>
export type CandidateListRequest = z.input<typeof candidateListRequest>
export type ReviewTextInput = z.infer<typeof reviewTextInput>
