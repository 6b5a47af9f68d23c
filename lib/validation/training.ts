/** Inputs of the training page, checked in the browser and again at the border. */
import { z } from 'zod'

export const trainingRunIdInput = z.object({ trainingRunId: z.uuid() })

export const REASON_MAX_LENGTH = 500

export const modelReleaseInput = z.object({
  modelVersionId: z.uuid(),
  reason: z.string().trim().min(1, 'Say in a few words why.').max(REASON_MAX_LENGTH, `Keep the reason under ${REASON_MAX_LENGTH} characters.`),
})
