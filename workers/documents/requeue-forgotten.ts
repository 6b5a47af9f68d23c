/** Gives a task to each document that waits without one: its task ran out of attempts while the machine was in trouble. */
import { withOrganization } from '#lib/db/client.ts'
import { listForgottenDocuments } from '#lib/db/queries/documents.ts'
import { logger } from '#lib/logger.ts'
import type { Services } from '#lib/services.ts'

/** Younger ones may be about to be enqueued by whoever creates them. */
const LEAST_AGE_MS = 60_000

export async function requeueForgotten({ db, queue }: Services, now = new Date()): Promise<number> {
  const forgotten = await listForgottenDocuments(db, { before: new Date(now.getTime() - LEAST_AGE_MS) })
  for (const { organizationId, documentId } of forgotten) {
    await withOrganization(db, organizationId, (tx) => queue.enqueue(tx, 'extract-document', { organizationId, documentId }))
  }
  if (forgotten.length > 0) logger.info({ documents: forgotten.length }, 'documents without a task were enqueued again')
  return forgotten.length
}
