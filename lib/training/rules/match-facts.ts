/** What the matching rules know of a job and of a candidate. A fact that was not read is null, and then neither matches nor refuses. */
import type { Fact } from '../../db/schema/candidates.ts'
import type { Requirement } from '../../db/schema/jobs.ts'

export interface JobFacts {
  title: string
  location: string | null
  text: string
  requirements: readonly Requirement[]
}

export interface CandidateFacts {
  headline: string | null
  location: string | null
  facts: readonly Fact[]
}

/** 0 to 1: how well a candidate fits by each rule; null where a fact is missing. */
export interface RuleScores {
  location: number | null
  seniority: number | null
  field: number | null
  skills: number | null
}
