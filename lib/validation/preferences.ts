/** What may be answered to "which fits better?". Safe in the browser. */
import { z } from 'zod'

export const comparisonAnswer = z.enum(['left', 'right', 'tie', 'skip'])

export const undoRequest = z.object({ jobId: z.uuid() })

/** `besidesPairId`: the pair on the screen, when the one after it is fetched ahead. */
export const comparisonRequest = undoRequest.extend({ besidesPairId: z.uuid().optional() })

export const answerRequest = z.object({
  pairId: z.uuid(),
  answer: comparisonAnswer,
  /** A tab left open over night is no thinking time: capped at a day. */
  tookMs: z.number().min(0).transform((value) => Math.min(Math.round(value), 86_400_000)),
})

export const answerCountRequest = z.object({ jobId: z.uuid().optional() })

export type ComparisonRequest = z.infer<typeof comparisonRequest>
export type UndoRequest = z.infer<typeof undoRequest>
export type AnswerRequest = z.input<typeof answerRequest>
export type AnswerCountRequest = z.infer<typeof answerCountRequest>
