/** Asks the inference service for a job's vector while a person waits. What it misses, the queue's task catches up. */
import { env } from '../env.ts'
import { logger } from '../logger.ts'

const PATIENCE_MS = 2000

/** True when the vector is there; false when the service is away or slow. */
export async function embedJobNow({ organizationId, jobVersionId }: { organizationId: string; jobVersionId: string }): Promise<boolean> {
  if (!env.INFERENCE_URL || !env.RANKWELL_SERVICE_TOKEN) return false
  try {
    const response = await fetch(new URL('/embed-job', env.INFERENCE_URL), {
      method: 'POST',
      headers: { authorization: `Bearer ${env.RANKWELL_SERVICE_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({ organizationId, jobVersionId }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    if (!response.ok) logger.warn({ status: response.status, jobVersionId }, 'the inference service did not encode a job; the queue will')
    await response.body?.cancel()
    return response.ok
  } catch (error) {
    logger.warn({ error: (error as Error).message, jobVersionId }, 'the inference service could not be reached; the queue encodes the job')
    return false
  }
}
