/** The organisation's people, newest first; each word of the query must occur in their text or fields. */
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import { countCandidates, listCandidateRows } from '../db/queries/candidates.ts'
import { readQueryWords } from '../matching/read-query-words.ts'
import type { Services } from '../services.ts'
import { candidateListRequest } from '../validation/candidates.ts'
import type { CandidateListRequest } from '../validation/candidates.ts'

export interface CandidateSummary {
  candidateId: string
  name: string | null
  headline: string | null
  email: string | null
  phone: string | null
  location: string | null
  origin: 'upload' | 'import' | 'demo'
  createdAt: Date
}

export async function listCandidates({ db }: Services, actor: Actor, request: CandidateListRequest): Promise<{ total: number; candidates: CandidateSummary[] }> {
  const { query = '', limit, offset } = candidateListRequest.parse(request)
  const { organizationId } = actor
  const words = readQueryWords(query)
  return withOrganization(db, organizationId, async (tx) => ({
    total: await countCandidates(tx, { organizationId, words }),
    candidates: await listCandidateRows(tx, { organizationId, words, limit, offset }),
  }))
}
