/** The organisation's jobs, newest first. */
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import { listJobRows } from '../db/queries/jobs.ts'
import type { Services } from '../services.ts'
import { readQueryWords } from '../matching/read-query-words.ts'
import type { JobListRequest } from '../validation/jobs.ts'

export interface JobSummary {
  jobId: string
  jobVersionId: string
  title: string
  location: string | null
  status: 'open' | 'closed'
  createdAt: Date
  closedAt: Date | null
  versionNumber: number
  /** When the current version was written. */
  editedAt: Date
  shortlistedCount: number
  answeredPairs: number
}

export async function listJobs({ db }: Services, actor: Actor, { status, query = '' }: JobListRequest): Promise<JobSummary[]> {
  const { organizationId } = actor
  const words = readQueryWords(query)
  return withOrganization(db, organizationId, (tx) => listJobRows(tx, { organizationId, status, words }))
}
