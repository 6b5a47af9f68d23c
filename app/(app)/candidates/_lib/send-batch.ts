/** Sends one batch of files, again if the server cannot be reached. */
import type { ActionError } from '../../../_lib/action-result.ts'
import type { Batch } from './plan-batches.ts'

const ATTEMPTS = 3
const PAUSE_MS = 1000

/** Unreachable: the server gave no answer, so that sending again makes sense. Refused: it gave a reason. */
export type SendResult = { is: 'sent'; uploadId: string } | { is: 'unreachable' } | { is: 'refused'; error: ActionError }

export async function sendBatch({ files, oversized }: Batch<File>, uploadId: string | null): Promise<SendResult> {
  const body = new FormData()
  if (uploadId) body.set('uploadId', uploadId)
  for (const file of files) body.append('files', file, file.name)
  if (oversized.length > 0) body.set('oversized', JSON.stringify(oversized.map(({ name, size }) => ({ name, sizeBytes: size }))))
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    try {
      const response = await fetch('/api/uploads', { method: 'POST', body })
      const answer = (await response.json()) as { uploadId: string } | { error: ActionError }
      if ('uploadId' in answer) return { is: 'sent', uploadId: answer.uploadId }
      if (response.status < 500) return { is: 'refused', error: answer.error }
    } catch {
      // No answer, or none that can be read: try again below.
    }
    if (attempt < ATTEMPTS) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * attempt))
  }
  return { is: 'unreachable' }
}
