/** Jobs and people as the matching rules read them: one reading for a training run and for the preview, so that the preview shows what a run would learn. */
import type { Transaction } from '../db/client.ts'
import { listCurrentJobVersions, listNearCandidates, listNewestCandidateIds, listOutcomes, listProfilesToTeach } from '../db/queries/training-data.ts'
import type { RuleCandidate, RuleJob } from './score-jobs.ts'
import { RULE_CANDIDATES } from './training-config.ts'

export interface RuleData {
  jobs: (RuleJob & { jobVersionId: string })[]
  /** Everybody whose text is known: their words say which words are rare. */
  people: Map<string, RuleCandidate & { name: string | null }>
}

/** Bounds of memory and of the snapshot's time, far above an organisation whose run takes minutes. */
const JOBS = 200
const NEWEST_CANDIDATES = 2000
/** More than a ranking reads: 64 windows of 64 tokens. */
const READ_CHARACTERS = 40_000

export async function readRuleData(
  tx: Transaction,
  { organizationId, modelVersionId, jobLimit = JOBS, candidateIds = [] }: { organizationId: string; modelVersionId: string; jobLimit?: number; /** Read besides those the rules look at. */ candidateIds?: readonly string[] },
): Promise<RuleData> {
  const current = await listCurrentJobVersions(tx, { organizationId, limit: jobLimit })
  const outcomes = Map.groupBy(await listOutcomes(tx, { organizationId }), ({ jobId }) => jobId)
  const near = new Map<string, { candidateId: string; score: number }[]>()
  for (const { jobId, jobVersionId } of current) near.set(jobId, await listNearCandidates(tx, { organizationId, modelVersionId, jobVersionId, limit: RULE_CANDIDATES }))
  const read = new Set([...candidateIds, ...[...outcomes.values(), ...near.values()].flat().map(({ candidateId }) => candidateId), ...(await listNewestCandidateIds(tx, { organizationId, limit: NEWEST_CANDIDATES }))])
  const people = await listProfilesToTeach(tx, { organizationId, candidateIds: [...read], characters: READ_CHARACTERS })
  return {
    jobs: current.map((job) => ({ ...job, outcomes: outcomes.get(job.jobId) ?? [], near: near.get(job.jobId) ?? [] })),
    people: new Map(people.filter(({ text }) => text.trim() !== '').map(({ candidateId, ...person }) => [candidateId, person])),
  }
}
