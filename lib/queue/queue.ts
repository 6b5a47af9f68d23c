/** Enqueueing: a row and the task that follows from it are written in one transaction. */
import { sql } from 'drizzle-orm'
import { fromDrizzle, PgBoss } from 'pg-boss'
import type { Transaction } from '../db/client.ts'
import { TASKS } from './tasks.ts'
import type { TaskName, TaskPayload } from './tasks.ts'

export interface Queue {
  enqueue: <N extends TaskName>(tx: Transaction, name: N, payload: TaskPayload<N>, options?: EnqueueOptions) => Promise<void>
  close: () => Promise<void>
}

export interface EnqueueOptions {
  /** On a queue with policy `short`, tasks with the same key wait as one: a second is not added while the first has not begun. */
  singletonKey?: string
}

export async function openQueue(url: string): Promise<Queue> {
  const boss = new PgBoss({ connectionString: url, max: 1, supervise: false, schedule: false, migrate: false, createSchema: false })
  boss.on('error', () => undefined)
  await boss.start()
  return {
    async enqueue(tx, name, payload, options = {}) {
      await boss.send(name, TASKS[name].payload.parse(payload), { ...options, db: fromDrizzle(tx, sql) })
    },
    close: () => boss.stop({ graceful: false }),
  }
}
