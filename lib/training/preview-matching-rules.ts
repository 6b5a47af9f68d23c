/** What the newest jobs would teach: everybody whom the rules look at, scored by each rule. The weights are left to the reader, so that they can be tried without asking again. */
import { requireRole } from '../actor.ts'
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import { getLiveModelVersion } from '../db/queries/model-versions.ts'
import type { Services } from '../services.ts'
import { readRuleData } from './read-rule-data.ts'
import type { ScoredCandidate } from './rules/select-matches.ts'
import { yearsOf, yearsWanted } from './rules/seniority-rule.ts'
import { wantedRequirements } from './rules/skills-rule.ts'
import { scoreJobs } from './score-jobs.ts'

export interface PreviewedJob {
  jobId: string
  title: string
  location: string | null
  years: number | null
  /** Requirements that the skills rule reads. */
  requirementCount: number
  /** False while the job's text is not encoded: there is no list yet. */
  isRanked: boolean
  candidates: ScoredCandidate[]
}

export interface PreviewedPerson {
  name: string | null
  headline: string | null
  location: string | null
  years: number | null
}

export interface RulesPreview {
  jobs: PreviewedJob[]
  people: Record<string, PreviewedPerson>
}

/** Enough to see what a change does; a run reads up to two hundred. */
const PREVIEWED_JOBS = 8

export async function previewMatchingRules({ db }: Services, actor: Actor): Promise<RulesPreview> {
  requireRole(actor, 'viewer')
  const { organizationId } = actor
  const { jobs, people } = await withOrganization(db, organizationId, async (tx) => {
    const live = await getLiveModelVersion(tx, { organizationId })
    return readRuleData(tx, { organizationId, modelVersionId: live.id, jobLimit: PREVIEWED_JOBS })
  })
  const candidates = new Map(scoreJobs(jobs, people).map((scored) => [scored.jobId, scored.candidates]))
  const shown = new Set([...candidates.values()].flat().map(({ candidateId }) => candidateId))
  return {
    jobs: jobs.map((job) => ({
      jobId: job.jobId, title: job.title, location: job.location, years: yearsWanted(job), requirementCount: wantedRequirements(job.requirements).length, isRanked: job.near.length > 0,
      candidates: candidates.get(job.jobId)!,
    })),
    people: Object.fromEntries([...shown].map((id) => {
      const { name, headline, location, facts } = people.get(id)!
      return [id, { name, headline, location, years: yearsOf({ facts }) }]
    })),
  }
}
