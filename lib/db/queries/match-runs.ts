/** The ranked list of a job, made in one statement so that it is one moment's truth, and the record of what it was made from. */
import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { Database } from '../client.ts'
import { candidates, documents, profiles } from '../schema/candidates.ts'
import { jobVersions, jobs } from '../schema/jobs.ts'
import { matchRuns, shortlistEntries } from '../schema/matching.ts'
import type { ShortlistStage } from '../schema/matching.ts'
import { embeddings, passages } from '../schema/models.ts'

export interface CandidateFilter {
  /** Each must occur in the name, the headline or the text. */
  words: readonly string[]
  isShortlisted?: boolean
  since?: Date
  stage?: ShortlistStage
}

export interface RankedRow {
  candidateId: string
  rank: number
  score: number
  name: string | null
  headline: string | null
  location: string | null
  createdAt: Date
  isTruncated: boolean
  shortlistStage: ShortlistStage | null
  previousRank: number | null
  text: string
  passage: { start: number; end: number; score: number } | null
}

export interface RankedPage {
  total: number
  /** When the newest vector in the list was made. */
  corpusAt: Date | null
  /** How many of those ranked by both models stand elsewhere now; null when nobody was ranked by both. */
  moved: number | null
  rows: RankedRow[]
}

/** No approximate index exists on vectors: the list is made by looking at every vector. */
export const RANKING_IS_EXACT = true

export async function findRankedJob(db: Database, { organizationId, jobId }: { organizationId: string; jobId: string }) {
  const [row] = await db
    .select({ jobId: jobs.id, jobVersionId: jobVersions.id, versionNumber: jobVersions.number, title: jobVersions.title })
    .from(jobs)
    .innerJoin(jobVersions, and(eq(jobVersions.jobId, jobs.id), eq(jobVersions.organizationId, organizationId)))
    .where(and(eq(jobs.organizationId, organizationId), eq(jobs.id, jobId)))
    .orderBy(desc(jobVersions.number))
    .limit(1)
  return row ?? null
}

export async function hasJobVector(db: Database, { organizationId, modelVersionId, jobVersionId }: { organizationId: string; modelVersionId: string; jobVersionId: string }): Promise<boolean> {
  const [row] = await db
    .select({ id: embeddings.id })
    .from(embeddings)
    .where(and(eq(embeddings.organizationId, organizationId), eq(embeddings.modelVersionId, modelVersionId), eq(embeddings.jobVersionId, jobVersionId)))
  return row !== undefined
}

const likePattern = (word: string) => `%${word.replace(/[\\%_]/g, '\\$&')}%`

/** What words are looked for in. An unknown name or headline neither matches nor refuses; `offset 0` has it made lower case once, not once per word. */
const searchedText = sql`cross join lateral (select lower(concat_ws(E'\n', c.name, c.headline, p.text)) as words offset 0) searched`

/** On the aliases c (candidate), s (shortlist entry) and, when there are words, `searched`. */
function filterConditions({ words, isShortlisted, since, stage }: CandidateFilter): SQL {
  const conditions: SQL[] = words.map((word) => sql`searched.words like lower(${likePattern(word)})`)
  if (isShortlisted !== undefined) conditions.push(isShortlisted ? sql`s.id is not null` : sql`s.id is null`)
  if (since) conditions.push(sql`c.created_at >= ${since.toISOString()}::timestamptz`)
  if (stage) conditions.push(sql`s.stage = ${stage}`)
  return sql.join([sql`true`, ...conditions], sql` and `)
}

export interface RankingParameters {
  organizationId: string
  jobId: string
  jobVersionId: string
  modelVersionId: string
  /** To say who moved since; null: nothing to compare with. */
  previousModelVersionId: string | null
  filter: CandidateFilter
  limit: number
  offset: number
}

/** Vectors have length 1, so the inner product is the cosine. Equal scores are ordered by the candidate's id. */
export function rankingStatement({ organizationId, jobId, jobVersionId, modelVersionId, previousModelVersionId, filter, limit, offset }: RankingParameters): SQL {
  const jobVector = (model: string) => sql`(select embedding from ${embeddings} where organization_id = ${organizationId} and model_version_id = ${model} and job_version_id = ${jobVersionId})`
  const [previousScore, previousVectors] = previousModelVersionId
    ? [
        sql`-(o.embedding <#> ${jobVector(previousModelVersionId)})`,
        sql`left join ${embeddings} o on o.organization_id = ${organizationId} and o.model_version_id = ${previousModelVersionId} and o.candidate_id = e.candidate_id and o.source_hash = e.source_hash`,
      ]
    : [sql`null::float8`, sql``]
  return sql`
    with scored as materialized (
      select e.candidate_id, -(e.embedding <#> ${jobVector(modelVersionId)}) as score, ${previousScore} as previous_score,
        e.is_truncated, e.created_at as embedded_at, s.stage
      from ${embeddings} e
      join ${profiles} p on p.candidate_id = e.candidate_id and p.text_hash = e.source_hash
      join ${candidates} c on c.id = e.candidate_id
      left join ${shortlistEntries} s on s.job_id = ${jobId} and s.candidate_id = e.candidate_id
      ${previousVectors}
      ${filter.words.length > 0 ? searchedText : sql``}
      where e.organization_id = ${organizationId} and e.model_version_id = ${modelVersionId} and e.candidate_id is not null and c.organization_id = ${organizationId}
        and ${filterConditions(filter)}
    ), moves as materialized (
      select candidate_id, row_number() over (order by score desc, candidate_id) as now, row_number() over (order by previous_score desc, candidate_id) as before
      from scored where previous_score is not null
    ), page as materialized (
      select scored.*, row_number() over (order by score desc, candidate_id) as rank from scored order by score desc, candidate_id limit ${limit} offset ${offset}
    )
    select counts.*, page.candidate_id, page.rank::int, page.score, page.is_truncated, page.stage, c.name, c.headline, c.location, c.created_at, p.text, moves.before::int as previous_rank,
      best.start_offset, best.end_offset, best.score as passage_score
    from (
      select (select count(*)::int from scored) as total, (select max(embedded_at) from scored) as corpus_at,
        (select case when count(*) > 0 then count(*) filter (where now <> before)::int end from moves) as moved
    ) counts
    left join page on true
    left join ${candidates} c on c.id = page.candidate_id
    left join ${profiles} p on p.candidate_id = page.candidate_id
    left join moves on moves.candidate_id = page.candidate_id
    left join lateral (
      select w.start_offset, w.end_offset, -(w.embedding <#> ${jobVector(modelVersionId)}) as score
      from ${passages} w where w.organization_id = ${organizationId} and w.model_version_id = ${modelVersionId} and w.candidate_id = page.candidate_id
      order by score desc, w.position limit 1
    ) best on true
    order by page.rank`
}

type Counts = {
  total: number
  corpus_at: string | null
  moved: number | null
}

type PageRow = {
  candidate_id: string
  rank: number
  score: number
  is_truncated: boolean
  stage: ShortlistStage | null
  name: string | null
  headline: string | null
  location: string | null
  created_at: string
  text: string
  previous_rank: number | null
  start_offset: number | null
  end_offset: number | null
  passage_score: number | null
}

export async function rankPage(db: Database, parameters: RankingParameters): Promise<RankedPage> {
  const found = await db.execute<Counts & { [K in keyof PageRow]: PageRow[K] | null }>(rankingStatement(parameters))
  const counts = found[0]!
  const rows = Array.from(found).filter((row): row is typeof row & PageRow => row.candidate_id !== null)
  return {
    total: counts.total,
    corpusAt: counts.corpus_at === null ? null : new Date(counts.corpus_at),
    moved: counts.moved,
    rows: rows.map((row) => ({
      candidateId: row.candidate_id,
      rank: row.rank,
      score: row.score,
      name: row.name,
      headline: row.headline,
      location: row.location,
      createdAt: new Date(row.created_at),
      isTruncated: row.is_truncated,
      shortlistStage: row.stage,
      previousRank: row.previous_rank,
      text: row.text,
      passage: row.start_offset === null ? null : { start: row.start_offset, end: row.end_offset!, score: row.passage_score! },
    })),
  }
}

/** The part of one candidate's text that is nearest to the job. */
export async function findBestPassage(db: Database, { organizationId, jobVersionId, modelVersionId, candidateId }: Pick<RankingParameters, 'organizationId' | 'jobVersionId' | 'modelVersionId'> & { candidateId: string }): Promise<RankedRow['passage']> {
  const [row] = await db.execute<{ start: number; end: number; score: number }>(sql`
    select w.start_offset as start, w.end_offset as "end", -(w.embedding <#> q.embedding) as score
    from ${passages} w
    join ${embeddings} q on q.organization_id = ${organizationId} and q.model_version_id = ${modelVersionId} and q.job_version_id = ${jobVersionId}
    where w.organization_id = ${organizationId} and w.model_version_id = ${modelVersionId} and w.candidate_id = ${candidateId}
    order by score desc, w.position limit 1`)
  return row ?? null
}

/** The file that each of these people came from; an import file holds many people and says nothing of one. */
export async function listFileNames(db: Database, { organizationId, candidateIds }: { organizationId: string; candidateIds: readonly string[] }): Promise<Map<string, string>> {
  if (candidateIds.length === 0) return new Map()
  const rows = await db
    .selectDistinctOn([documents.candidateId], { candidateId: documents.candidateId, fileName: documents.fileName })
    .from(documents)
    .where(and(eq(documents.organizationId, organizationId), eq(documents.kind, 'resume'), inArray(documents.candidateId, [...candidateIds])))
    .orderBy(documents.candidateId, documents.createdAt, documents.id)
  return new Map(rows.map(({ candidateId, fileName }) => [candidateId!, fileName]))
}

/** Ids in order, the whole list: for drawing comparisons from it. */
export async function listRankedIds(db: Database, { organizationId, jobVersionId, modelVersionId }: Pick<RankingParameters, 'organizationId' | 'jobVersionId' | 'modelVersionId'>): Promise<string[]> {
  const rows = await db.execute<{ candidate_id: string }>(sql`
    select e.candidate_id from ${embeddings} e
    join ${profiles} p on p.candidate_id = e.candidate_id and p.text_hash = e.source_hash
    cross join (select embedding from ${embeddings} where organization_id = ${organizationId} and model_version_id = ${modelVersionId} and job_version_id = ${jobVersionId}) q
    where e.organization_id = ${organizationId} and e.model_version_id = ${modelVersionId} and e.candidate_id is not null
    order by e.embedding <#> q.embedding, e.candidate_id`)
  return rows.map((row) => row.candidate_id)
}

export async function findLastMatchRun(db: Database, { organizationId, jobVersionId, modelVersionId, filter }: { organizationId: string; jobVersionId: string; modelVersionId: string; filter: Record<string, unknown> }) {
  const [row] = await db
    .select({ id: matchRuns.id, candidateCount: matchRuns.candidateCount, corpusAt: matchRuns.corpusAt })
    .from(matchRuns)
    .where(and(eq(matchRuns.organizationId, organizationId), eq(matchRuns.jobVersionId, jobVersionId), eq(matchRuns.modelVersionId, modelVersionId), eq(matchRuns.filter, filter)))
    .orderBy(desc(matchRuns.createdAt))
    .limit(1)
  return row ?? null
}

export async function createMatchRun(db: Database, { organizationId, ...run }: Omit<typeof matchRuns.$inferInsert, 'id' | 'createdAt'>): Promise<string> {
  const [row] = await db.insert(matchRuns).values({ organizationId, ...run }).returning({ id: matchRuns.id })
  return row!.id
}
