/** An organisation's data as one training run learns from it: read in one snapshot, as rows of text that need the database no more. */
import { withOrganization } from '../db/client.ts'
import type { Database, Transaction } from '../db/client.ts'
import { listCurrentJobVersions, listGivenAnswers, listJobTexts, listNearCandidateIds, listNewestCandidateIds, listOutcomes, listProfileTexts } from '../db/queries/training-data.ts'
import { jobQueryText } from '../matching/query-text.ts'
import { buildContrastiveRows } from './build-contrastive-rows.ts'
import { buildPreferenceRows } from './build-preference-rows.ts'
import type { GivenAnswer } from './build-preference-rows.ts'
import { chooseHeldOutCorpus } from './choose-held-out-corpus.ts'
import { ROW_TEXT_CHARACTERS } from './training-config.ts'
import type { TrainingData } from './training-views.ts'

export interface ContrastiveDataRow { jobId: string; query: string; positives: string[]; negatives: string[] }
export interface PreferenceDataRow { pairId: string; jobId: string; query: string; chosen: string; rejected: string }

/** What measures a model: texts once, and pairs and rankings that name them. */
export interface HeldOutData {
  passages: { id: string; text: string }[]
  pairs: { jobId: string; query: string; chosen: string; rejected: string }[]
  rankings: { jobId: string; query: string; relevant: string[]; excluded: string[] }[]
}

export interface TrainingSnapshot {
  contrastive: ContrastiveDataRow[]
  rankpo: PreferenceDataRow[]
  heldOut: HeldOutData
  counts: TrainingData
}

/** Bounds of memory and of the snapshot's time, far above an organisation whose run takes minutes. */
const JOBS = 200
const NEAR_PER_JOB = 60
const NEWEST_CANDIDATES = 2000
const QUERY_CHARACTERS = 20_000
/** What a ranking reads at most: 16 windows of 256 tokens. */
const MEASURED_CHARACTERS = 20_000

export async function readTrainingData(db: Database, params: { organizationId: string; modelVersionId: string }): Promise<TrainingSnapshot> {
  const { current, answers, outcomes, near, texts, answeredVersions } = await withOrganization(db, params.organizationId, (tx) => readRows(tx, params), { isolationLevel: 'repeatable read' })
  const currentQueries = new Map(current.map((job) => [job.jobId, queryText(job)]))
  const answeredQueries = new Map(answeredVersions.map(({ jobVersionId, ...job }) => [jobVersionId, queryText(job)]))
  const rules = buildContrastiveRows(
    current.map(({ jobId, title, requirements }) => ({ jobId, title, requirements, outcomes: outcomes.get(jobId) ?? [], nearCandidateIds: near.get(jobId) ?? [] })),
    texts,
  )
  const preferences = buildPreferenceRows(answers, texts)
  const corpus = chooseHeldOutCorpus([...texts.keys()], rules.heldOut, preferences.heldOut)
  const trained = (id: string) => texts.get(id)!.slice(0, ROW_TEXT_CHARACTERS)
  return {
    contrastive: rules.rows.map(({ jobId, positives, negatives }) => ({ jobId, query: currentQueries.get(jobId)!, positives: positives.map(trained), negatives: negatives.map(trained) })),
    rankpo: preferences.train.map(({ pairId, jobId, jobVersionId, chosen, rejected }) => ({ pairId, jobId, query: answeredQueries.get(jobVersionId)!, chosen: trained(chosen), rejected: trained(rejected) })),
    heldOut: {
      passages: corpus.map((id) => ({ id, text: texts.get(id)! })),
      pairs: preferences.heldOut.map(({ jobId, jobVersionId, chosen, rejected }) => ({ jobId, query: answeredQueries.get(jobVersionId)!, chosen, rejected })),
      rankings: rules.heldOut.map((ranking) => ({ ...ranking, query: currentQueries.get(ranking.jobId)! })),
    },
    counts: {
      pairs: preferences.train.length,
      heldOutPairs: preferences.heldOut.length,
      ruleRows: rules.rows.reduce((sum, { positives }) => sum + positives.length, 0),
      droppedPairs: preferences.dropped,
      jobs: new Set([...preferences.train, ...rules.rows].map(({ jobId }) => jobId)).size,
      candidates: new Set([...preferences.train.flatMap(({ chosen, rejected }) => [chosen, rejected]), ...rules.rows.flatMap(({ positives, negatives }) => [...positives, ...negatives])]).size,
    },
  }
}

async function readRows(tx: Transaction, { organizationId, modelVersionId }: { organizationId: string; modelVersionId: string }) {
  const current = await listCurrentJobVersions(tx, { organizationId, limit: JOBS })
  const answers = (await listGivenAnswers(tx, { organizationId })) as GivenAnswer[] // the query leaves out unanswered ones
  const outcomes = Map.groupBy(await listOutcomes(tx, { organizationId }), ({ jobId }) => jobId)
  const near = new Map<string, string[]>()
  for (const { jobId, jobVersionId } of current) near.set(jobId, await listNearCandidateIds(tx, { organizationId, modelVersionId, jobVersionId, limit: NEAR_PER_JOB }))
  const candidateIds = new Set([
    ...answers.flatMap(({ leftCandidateId, rightCandidateId }) => [leftCandidateId, rightCandidateId]),
    ...[...outcomes.values()].flat().map(({ candidateId }) => candidateId),
    ...[...near.values()].flat(),
    ...(await listNewestCandidateIds(tx, { organizationId, limit: NEWEST_CANDIDATES })),
  ])
  const texts = await listProfileTexts(tx, { organizationId, candidateIds: [...candidateIds], characters: MEASURED_CHARACTERS })
  const answeredVersions = await listJobTexts(tx, { organizationId, jobVersionIds: [...new Set(answers.map(({ jobVersionId }) => jobVersionId))] })
  return { current, answers, outcomes, near, texts: new Map(texts.filter(({ text }) => text.trim() !== '').map(({ candidateId, text }) => [candidateId, text])), answeredVersions }
}

function queryText(job: { title: string; text: string }): string {
  return jobQueryText(job).slice(0, QUERY_CHARACTERS)
}
