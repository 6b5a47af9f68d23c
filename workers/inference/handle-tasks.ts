/** Which task is done by what. Work in the middle when the worker is stopped is handed back, so that the next start goes on at once and no attempt is spent. */
import { withOrganization } from '#lib/db/client.ts'
import type { Queue } from '#lib/queue/queue.ts'
import type { TaskPayload } from '#lib/queue/tasks.ts'
import type { Worker } from '#lib/queue/work.ts'
import { embedJob } from './embed-job.ts'
import type { Inference } from './embed-job.ts'
import { embedOrganization } from './embed-organization.ts'
import { OneAtATime } from './one-at-a-time.ts'
import { promoteModel } from './promote-model.ts'

export async function handleTasks(worker: Worker, inference: Inference & { queue: Queue }, stopping: AbortSignal): Promise<void> {
  const organizations = new OneAtATime()

  async function untilStopped<N extends 'embed-candidates' | 'promote-model'>(name: N, payload: TaskPayload<N>, signal: AbortSignal, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    try {
      await work(AbortSignal.any([signal, stopping]))
    } catch (error) {
      if (!stopping.aborted) throw error
      const { organizationId } = payload
      await withOrganization(inference.db, organizationId, (tx) => inference.queue.enqueue(tx, name, payload, name === 'embed-candidates' ? { singletonKey: organizationId } : {}))
    }
  }

  await worker.handle('embed-job', async (payload) => void (await embedJob(inference, payload)), { concurrency: 2 })
  await worker.handle(
    'embed-candidates',
    (payload, signal) => organizations.run(payload.organizationId, () => untilStopped('embed-candidates', payload, signal, (either) => embedOrganization(inference, payload, either))),
    { concurrency: 2 },
  )
  await worker.handle('promote-model', (payload, signal) => untilStopped('promote-model', payload, signal, (either) => promoteModel(inference, payload, either)), { concurrency: 2 })
}
