/** An organisation's data as one training run learns from it: read in one snapshot, as rows of text that need the database no more. */
import { withOrganization } from '../db/client.ts'
import type { Database, Transaction } from '../db/client.ts'
import { listCurrentJobVersions, listFreshVectors, listGivenAnswers, listJobTexts, listNearCandidateIds, listNewestCandidateIds, listOutcomes, listProfileTexts } from '../db/queries/training-data.ts'
import { jobQueryText } from '../matching/query-text.ts'
import { buildContrastiveRows } from './build-contrastive-rows.ts'
import { buildPreferenceRows } from './build-preference-rows.ts'
import type { GivenAnswer } from './build-preference-rows.ts'
import { chooseHeldOutCorpus } from './choose-held-out-corpus.ts'
import { ROW_TEXT_CHARACTERS } from './training-config.ts'
import type { TrainingData } from './training-views.ts'

export interface ContrastiveDataRow { jobId: string; query: string; positives: string[]; negatives: string[] }
export interface PreferenceDataRow { pairId: string; jobId: string; query: string; chosen: string; rejected: string }

/** What measures a model: texts once, and pairs and rankings that name them. `liveVector` is what the live list was made of, where it is stored. */
export interface HeldOutData {
  queries: HeldOutText[]
  passages: HeldOutText[]
  pairs: { jobId: string; query: string; chosen: string; rejected: string }[]
  rankings: { jobId: string; query: string; relevant: string[]; excluded: string[] }[]
}

export interface HeldOutText { id: string; text: string; liveVector: number[] | null }

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
const QUERY_CHARACTERS = 40_000
/** More than a ranking reads: 64 windows of 64 tokens. */
const MEASURED_CHARACTERS = 40_000

export async function readTrainingData(db: Database, params: { organizationId: string; modelVersionId: string }): Promise<TrainingSnapshot> {
  const { current, answers, outcomes, near, texts, answeredVersions } = await withOrganization(db, params.organizationId, (tx) => readRows(tx, params), { isolationLevel: 'repeatable read' })
  const queryOf = new Map([...current, ...answeredVersions].map((version) => [version.jobVersionId, queryText(version)]))
  const rules = buildContrastiveRows(
    current.map(({ jobId, title, requirements }) => ({ jobId, title, requirements, outcomes: outcomes.get(jobId) ?? [], nearCandidateIds: near.get(jobId) ?? [] })),
    texts,
  )
  const preferences = buildPreferenceRows(answers, texts)
  const heldOutPairs = preferences.heldOut.map(({ jobId, jobVersionId, chosen, rejected }) => ({ jobId, query: jobVersionId, chosen, rejected }))
  const currentVersionOf = new Map(current.map(({ jobId, jobVersionId }) => [jobId, jobVersionId]))
  const heldOutRankings = rules.heldOut.map((ranking) => ({ ...ranking, query: currentVersionOf.get(ranking.jobId)! }))
  const passageIds = chooseHeldOutCorpus([...texts.keys()], rules.heldOut, preferences.heldOut)
  const queryIds = [...new Set([...heldOutPairs, ...heldOutRankings].map(({ query }) => query))]
  const live = await withOrganization(db, params.organizationId, (tx) => listFreshVectors(tx, { ...params, candidateIds: passageIds, jobVersionIds: queryIds }))
  const heldOutText = (id: string, text: string, vector: Float32Array | undefined): HeldOutText => ({ id, text, liveVector: vector ? [...vector] : null })
  const trained = (id: string) => texts.get(id)!.slice(0, ROW_TEXT_CHARACTERS)
  return {
    contrastive: rules.rows.map(({ jobId, positives, negatives }) => ({ jobId, query: queryOf.get(currentVersionOf.get(jobId)!)!, positives: positives.map(trained), negatives: negatives.map(trained) })),
    rankpo: preferences.train.map(({ pairId, jobId, jobVersionId, chosen, rejected }) => ({ pairId, jobId, query: queryOf.get(jobVersionId)!, chosen: trained(chosen), rejected: trained(rejected) })),
    heldOut: {
      queries: queryIds.map((id) => heldOutText(id, queryOf.get(id)!, live.jobVersions.get(id))),
      passages: passageIds.map((id) => heldOutText(id, texts.get(id)!, live.candidates.get(id))),
      pairs: heldOutPairs,
      rankings: heldOutRankings,
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
