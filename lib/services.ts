/** What a use case needs from the process that calls it. */
import type { Database } from './db/client.ts'
import type { Queue } from './queue/queue.ts'

export interface Services {
  db: Database
  queue: Queue
}
