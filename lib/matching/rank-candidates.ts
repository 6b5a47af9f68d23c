/** The ranked list of a job under the live model version, with what it was made from. Never encodes: vectors are there or the list says so. */
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import type { Transaction } from '../db/client.ts'
import { countTextsToEmbed } from '../db/queries/embeddings.ts'
import { createMatchRun, findLastMatchRun, findRankedJob, hasJobVector, listFileNames, rankPage, RANKING_IS_EXACT } from '../db/queries/match-runs.ts'
import type { RankedPage, RankedRow, RankingParameters } from '../db/queries/match-runs.ts'
import { findPreviousModelVersion, getLiveModelVersion } from '../db/queries/model-versions.ts'
import type { ModelVersionRow } from '../db/queries/model-versions.ts'
import type { ShortlistStage } from '../db/schema/matching.ts'
import { AppError } from '../errors.ts'
import type { Services } from '../services.ts'
import type { RankingFilter } from '../validation/matching.ts'
import { readQueryWords } from './read-query-words.ts'

export interface RankedCandidate {
  candidateId: string
  /** Place in the list under the filter, from 1. */
  rank: number
  /** Cosine of the job's vector and the candidate's. */
  score: number
  name: string | null
  /** The file of a person whose name is not known. */
  fileName: string | null
  headline: string | null
  location: string | null
  createdAt: Date
  /** Only the beginning of a very long text was encoded. */
  isTruncated: boolean
  /** The part of the text that is nearest to the job; offsets are UTF-16 positions in the profile's text. */
  passage: { text: string; start: number; end: number; score: number } | null
  shortlistStage: ShortlistStage | null
  /** Place under the model version that was live before, among those ranked by both; null: not ranked by it. */
  previousRank: number | null
}

export interface Ranking {
  job: { jobId: string; jobVersionId: string; versionNumber: number; title: string }
  modelVersion: { id: string; number: number; stage: ModelVersionRow['stage']; promotedAt: Date | null; reason: string | null }
  /** False until the job's text is encoded; the list is empty until then. */
  isReady: boolean
  isExact: boolean
  /** Candidates ranked under this filter. */
  total: number
  /** Candidates of the organisation that have no vector yet and so are in no list. */
  waitingCount: number
  matchRunId: string | null
  tookMs: number
  candidates: RankedCandidate[]
  /** What the switch to the live model version changed; null when the list was never ranked by another. */
  change: { fromModelNumber: number; moved: number; at: Date; reason: string | null } | null
}

export interface RankCandidatesInput {
  jobId: string
  filter?: RankingFilter
  limit?: number
  offset?: number
}

/** Places of a list that its record keeps. */
const RECORDED_PLACES = 100

export async function rankCandidates({ db }: Services, { organizationId }: Actor, { jobId, filter = {}, limit = 100, offset = 0 }: RankCandidatesInput): Promise<Ranking> {
  const startedAt = performance.now()
  return withOrganization(db, organizationId, async (tx) => {
    const job = await findRankedJob(tx, { organizationId, jobId })
    if (!job) throw new AppError('not_found', `job ${jobId} is not in organisation ${organizationId}`, { userMessage: 'This job does not exist.' })
    const live = await getLiveModelVersion(tx, { organizationId })
    const { candidates: waitingCount } = await countTextsToEmbed(tx, { organizationId, modelVersionId: live.id })
    const modelVersion = { id: live.id, number: live.number, stage: live.stage, promotedAt: live.promotedAt, reason: live.reason }
    const isReady = await hasJobVector(tx, { organizationId, modelVersionId: live.id, jobVersionId: job.jobVersionId })
    if (!isReady) {
      return { job, modelVersion, isReady, isExact: RANKING_IS_EXACT, total: 0, waitingCount, matchRunId: null, tookMs: performance.now() - startedAt, candidates: [], change: null }
    }
    const previous = await findPreviousModelVersion(tx, { organizationId, modelVersionId: live.id })
    const parameters: RankingParameters = {
      organizationId,
      jobId,
      jobVersionId: job.jobVersionId,
      modelVersionId: live.id,
      previousModelVersionId: previous?.id ?? null,
      filter: { words: readQueryWords(filter.query ?? ''), isShortlisted: filter.isShortlisted, since: filter.since, stage: filter.needsStage },
      limit,
      offset,
    }
    const page = await rankPage(tx, parameters)
    const fileNames = await listFileNames(tx, { organizationId, candidateIds: page.rows.filter(({ name }) => name === null).map(({ candidateId }) => candidateId) })
    const matchRunId = await recordMatchRun(tx, parameters, page, performance.now() - startedAt)
    const change = previous && page.moved !== null && live.promotedAt ? { fromModelNumber: previous.number, moved: page.moved, at: live.promotedAt, reason: live.reason } : null
    return { job, modelVersion, isReady, isExact: RANKING_IS_EXACT, total: page.total, waitingCount, matchRunId, tookMs: performance.now() - startedAt, candidates: page.rows.map((row) => toRankedCandidate(row, fileNames)), change }
  })
}

/** A list is recorded when something it was made from changed; looking again at the same list records nothing. */
async function recordMatchRun(tx: Transaction, parameters: RankingParameters, page: RankedPage, tookMs: number): Promise<string> {
  const { organizationId, jobVersionId, modelVersionId } = parameters
  const filter = recordedFilter(parameters.filter)
  const last = await findLastMatchRun(tx, { organizationId, jobVersionId, modelVersionId, filter })
  if (last && last.candidateCount === page.total && last.corpusAt?.getTime() === page.corpusAt?.getTime()) return last.id
  const isTopShown = parameters.offset === 0 && (page.rows.length === page.total || page.rows.length >= RECORDED_PLACES)
  const top = isTopShown ? page.rows : (await rankPage(tx, { ...parameters, previousModelVersionId: null, limit: RECORDED_PLACES, offset: 0 })).rows
  return createMatchRun(tx, {
    organizationId,
    jobVersionId,
    modelVersionId,
    filter,
    isExact: RANKING_IS_EXACT,
    candidateCount: page.total,
    corpusAt: page.corpusAt,
    top: top.slice(0, RECORDED_PLACES).map(({ candidateId, score }) => ({ candidateId, score })),
    tookMs,
  })
}

function recordedFilter({ words, isShortlisted, since, stage }: RankingParameters['filter']): Record<string, unknown> {
  return { ...(words.length > 0 && { words: [...words].sort() }), ...(isShortlisted !== undefined && { isShortlisted }), ...(since && { since: since.toISOString() }), ...(stage && { stage }) }
}

function toRankedCandidate({ text, passage, ...row }: RankedRow, fileNames: ReadonlyMap<string, string>): RankedCandidate {
  return { ...row, fileName: fileNames.get(row.candidateId) ?? null, passage: passage && { ...passage, text: text.slice(passage.start, passage.end) } }
}
