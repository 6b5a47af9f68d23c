/** An organisation's data as one training run learns from it: read in one snapshot, as rows of text that need the database no more. */
import { withOrganization } from '../db/client.ts'
import type { Database, Transaction } from '../db/client.ts'
import { listFreshVectors, listGivenAnswers, listJobTexts } from '../db/queries/training-data.ts'
import { jobQueryText } from '../matching/query-text.ts'
import { buildContrastiveRows } from './build-contrastive-rows.ts'
import { buildPreferenceRows } from './build-preference-rows.ts'
import type { GivenAnswer } from './build-preference-rows.ts'
import { chooseHeldOutCorpus } from './choose-held-out-corpus.ts'
import { readMatchingRules } from './get-matching-rules.ts'
import { readRuleData } from './read-rule-data.ts'
import type { MatchingRules } from './rules/matching-rules.ts'
import { selectMatches } from './rules/select-matches.ts'
import { scoreJobs } from './score-jobs.ts'
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
  /** What counted as a match. */
  rules: MatchingRules
}

/** Places in `vectors`, `count` of them: which of a job's near misses become its negatives. The caller has the engine for it. */
export type SpreadNegatives = (vectors: readonly Float32Array[], count: number, seed: number) => number[]

const QUERY_CHARACTERS = 40_000

export interface TrainingDataParameters {
  organizationId: string
  modelVersionId: string
  seed: number
  spreadNegatives: SpreadNegatives
}

export async function readTrainingData(db: Database, { seed, spreadNegatives, ...params }: TrainingDataParameters): Promise<TrainingSnapshot> {
  const { current, rules: matchingRules, answers, texts, scored, vectors, answeredVersions } = await withOrganization(db, params.organizationId, (tx) => readRows(tx, params), { isolationLevel: 'repeatable read' })
  const queryOf = new Map([...current, ...answeredVersions].map((version) => [version.jobVersionId, queryText(version)]))
  const rules = buildContrastiveRows(scored, matchingRules, (jobId, candidateIds, count) => {
    const encoded = candidateIds.filter((id) => vectors.has(id))
    return spreadNegatives(encoded.map((id) => vectors.get(id)!), count, seed ^ Number.parseInt(jobId.slice(0, 8), 16)).map((place) => encoded[place]!)
  })
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
    rules: matchingRules,
  }
}

async function readRows(tx: Transaction, params: { organizationId: string; modelVersionId: string }) {
  const { organizationId } = params
  const { rules } = await readMatchingRules(tx, params)
  const answers = (await listGivenAnswers(tx, { organizationId })) as GivenAnswer[] // the query leaves out unanswered ones
  const { jobs: current, people } = await readRuleData(tx, { ...params, candidateIds: answers.flatMap(({ leftCandidateId, rightCandidateId }) => [leftCandidateId, rightCandidateId]) })
  const scored = scoreJobs(current, people)
  const nearMisses = new Set(scored.flatMap(({ candidates }) => selectMatches(candidates, rules).nearMisses))
  const { candidates: vectors } = await listFreshVectors(tx, { ...params, candidateIds: [...nearMisses], jobVersionIds: [] })
  const answeredVersions = await listJobTexts(tx, { organizationId, jobVersionIds: [...new Set(answers.map(({ jobVersionId }) => jobVersionId))] })
  return { current, rules, answers, scored, vectors, texts: new Map([...people].map(([id, { text }]) => [id, text])), answeredVersions }
}

function queryText(job: { title: string; text: string }): string {
  return jobQueryText(job).slice(0, QUERY_CHARACTERS)
}
