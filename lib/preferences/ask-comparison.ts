/** The next "which fits better?" for a person and a job. What is asked, why, and on which side is recorded before it is shown. */
import { randomInt } from 'node:crypto'
import { requireRole } from '../actor.ts'
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import type { Transaction } from '../db/client.ts'
import { findRankedJob, hasJobVector, listRankedIds } from '../db/queries/match-runs.ts'
import { getLiveModelVersion } from '../db/queries/model-versions.ts'
import { createPair, findOpenPair, haveEqualBeginnings, hidesNames, listAskedPairs, setPairJobVersion } from '../db/queries/preference-pairs.ts'
import type { PreferencePairRow } from '../db/queries/preference-pairs.ts'
import { lockJob } from '../db/queries/shortlist-entries.ts'
import { AppError } from '../errors.ts'
import type { Services } from '../services.ts'
import type { ComparisonRequest } from '../validation/preferences.ts'
import { drawPair, pairKey } from './draw-pair.ts'
import { showComparison } from './show-comparison.ts'
import type { Comparison } from './show-comparison.ts'

/** Null when nothing is left to ask: fewer than two candidates, or every pair was asked. */
export async function askComparison({ db }: Services, actor: Actor, { jobId, besidesPairId }: ComparisonRequest): Promise<Comparison | null> {
  requireRole(actor, 'recruiter')
  const { organizationId, userId } = actor
  return withOrganization(db, organizationId, async (tx) => {
    // One person after the other, so that no pair is asked twice.
    const job = (await lockJob(tx, { organizationId, jobId })) ? await findRankedJob(tx, { organizationId, jobId }) : null
    if (!job) throw new AppError('not_found', `job ${jobId} is not in organisation ${organizationId}`, { userMessage: 'This job does not exist.' })
    const { id: modelVersionId } = await getLiveModelVersion(tx, { organizationId })
    const model = { organizationId, modelVersionId, jobVersionId: job.jobVersionId }
    const pair = (await findAndRefreshOpenPair(tx, { organizationId, jobId, userId, besidesPairId, jobVersionId: job.jobVersionId })) ?? (await createNextPair(tx, { ...model, jobId, userId }))
    return pair && showComparison(tx, { pair, organizationId, userId, modelVersionId })
  })
}

async function findAndRefreshOpenPair(tx: Transaction, { jobVersionId, ...person }: { organizationId: string; jobId: string; userId: string; besidesPairId?: string; jobVersionId: string }): Promise<PreferencePairRow | null> {
  const open = await findOpenPair(tx, person)
  if (!open || open.jobVersionId === jobVersionId) return open
  await setPairJobVersion(tx, { organizationId: person.organizationId, pairId: open.id, jobVersionId })
  return { ...open, jobVersionId }
}

/** Refused pairs that one request looks at before it says that nothing is left. */
const MAX_REFUSED = 200

async function createNextPair(tx: Transaction, asked: { organizationId: string; modelVersionId: string; jobVersionId: string; jobId: string; userId: string }): Promise<PreferencePairRow | null> {
  const { organizationId, modelVersionId, jobVersionId, jobId, userId } = asked
  if (!(await hasJobVector(tx, { organizationId, modelVersionId, jobVersionId }))) {
    throw new AppError('unavailable', `job version ${jobVersionId} has no vector yet`, { userMessage: 'The job is still being read. Try again in a moment.' })
  }
  const ranked = await listRankedIds(tx, { organizationId, modelVersionId, jobVersionId })
  const used = new Set((await listAskedPairs(tx, { organizationId, jobId })).map(({ leftCandidateId, rightCandidateId }) => pairKey(leftCandidateId, rightCandidateId)))
  for (let refused = 0; refused < MAX_REFUSED; refused++) {
    const drawn = drawPair(ranked, (key) => used.has(key), (limit) => randomInt(limit))
    if (!drawn) return null
    const { left, right, why, split } = drawn
    if (!(await haveEqualBeginnings(tx, { organizationId, modelVersionId, candidateIds: [left, right] }))) {
      return createPair(tx, { organizationId, jobId, jobVersionId, leftCandidateId: left, rightCandidateId: right, askedTo: userId, why, split, isBlind: await hidesNames(tx, { organizationId }) })
    }
    used.add(pairKey(left, right))
  }
  return null
}
