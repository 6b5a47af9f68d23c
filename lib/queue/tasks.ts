/** Names and payloads of background work. Whoever enqueues never loads what executes; a payload may only grow optional fields. */
import { z } from 'zod'

const organizationId = z.uuid()

export const TASKS = {
  /** Read the text of one uploaded file and make a candidate of it, or say why not. Handled by workers/documents.ts. */
  'extract-document': { payload: z.object({ organizationId, documentId: z.uuid() }), retryLimit: 3, expireInSeconds: 600, heartbeatSeconds: 10 },
  /** Encode candidates that lack vectors under the live model version: one task waits per organisation (policy `short`, key = organisation). Handled by workers/inference.ts. */
  'embed-candidates': { payload: z.object({ organizationId }), policy: 'short', retryLimit: 5, expireInSeconds: 3600, heartbeatSeconds: 10 },
  /** Encode the current text of a job under the live model version. Handled by workers/inference.ts. */
  'embed-job': { payload: z.object({ organizationId, jobVersionId: z.uuid() }), retryLimit: 5, expireInSeconds: 300, heartbeatSeconds: 10 },
  /** Encode everything under a model version that is to go live, then switch. Handled by workers/inference.ts. */
  'promote-model': { payload: z.object({ organizationId, modelVersionId: z.uuid(), actorId: z.uuid(), reason: z.string() }), retryLimit: 5, expireInSeconds: 21_600, heartbeatSeconds: 10 },
  /** Run both stages and the evaluation of a training run, from its last checkpoint on. Handled by workers/training.ts. */
  'train-model': { payload: z.object({ organizationId, trainingRunId: z.uuid() }), retryLimit: 5, expireInSeconds: 43_200, heartbeatSeconds: 10 },
} as const

export type TaskName = keyof typeof TASKS
export type TaskPayload<N extends TaskName> = z.infer<(typeof TASKS)[N]['payload']>
