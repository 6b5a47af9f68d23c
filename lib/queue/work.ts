/** Taking tasks: payloads are parsed, unknown ones fail without a retry, and a stopped worker finishes or hands back what it holds. */
import { PgBoss } from 'pg-boss'
import { logger } from '../logger.ts'
import { TASKS } from './tasks.ts'
import type { TaskName, TaskPayload } from './tasks.ts'

export interface Worker {
  handle: <N extends TaskName>(name: N, handler: (payload: TaskPayload<N>, signal: AbortSignal) => Promise<void>, options?: { concurrency?: number }) => Promise<void>
  stop: () => Promise<void>
}

export async function openWorker(url: string): Promise<Worker> {
  const boss = new PgBoss({ connectionString: url, max: 2, schedule: false, migrate: false, createSchema: false, superviseIntervalSeconds: 10, maintenanceIntervalSeconds: 60, monitorIntervalSeconds: 10, monitorVacuum: false, reindex: false })
  boss.on('error', (error) => logger.warn({ error: error.message }, 'queue'))
  await boss.start()
  return {
    async handle(name, handler, { concurrency = 1 } = {}) {
      await boss.work(name, { pollingIntervalSeconds: 0.5, batchSize: 1, localConcurrency: concurrency, includeMetadata: false }, async (tasks) => {
        for (const task of tasks) {
          const payload = TASKS[name].payload.safeParse(task.data)
          if (!payload.success) {
            logger.error({ task: name, id: task.id, problem: payload.error.message }, 'a task had an unreadable payload and was dropped')
            continue
          }
          await handler(payload.data as TaskPayload<typeof name>, task.signal)
        }
      })
    },
    stop: () => boss.stop({ graceful: true, timeout: 3000 }),
  }
}
