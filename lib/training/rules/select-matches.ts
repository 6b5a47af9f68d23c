/** Who teaches stage one what about a job: by what people decided first, then by the rules. Pure, and without texts: the preview and a training run call the same function. */
import type { RejectionReason, ShortlistStage } from '../../db/schema/matching.ts'
import type { RuleScores } from './match-facts.ts'
import { scoreMatch } from './matching-rules.ts'
import type { MatchingRules } from './matching-rules.ts'

export interface Outcome {
  stage: ShortlistStage
  rejectionReason: RejectionReason | null
}

/** Somebody whom the rules look at: near in the live list, or on the job's shortlist. */
export interface ScoredCandidate {
  candidateId: string
  /** Place in the live list from 0, and the score there; null when they are not among its first hundred. */
  rank: number | null
  liveScore: number | null
  scores: RuleScores
  outcome: Outcome | null
}

export interface SelectedMatches {
  /** Chosen by people, the furthest stage first, and how often each is repeated. */
  chosen: { candidateId: string; strength: number }[]
  byRule: string[]
  rejected: string[]
  /** Near in the live list and clearly missing by the rules, nearest first. */
  nearMisses: string[]
  /** Left out of the near misses because the live list scores them like a match. */
  suspects: number
}

/** Rule positives come from the first places alone: words also pick long texts of other trades. */
const POSITIVE_RANKS = 60
/** Few by rule, so that outcomes, which people decided, are not drowned. */
const RULE_POSITIVES_PER_JOB = 5
/** Rejected people first, and of the near misses a draw that is spread over kinds of people. */
export const NEGATIVES_PER_JOB = 20
/** A near miss whose live score reaches this share of the matches' mean is more likely a match with other words. */
const SUSPECT_SHARE = 0.95

/** How far somebody came says how sure the match is: a hire is repeated three times. */
const STRENGTH: Record<Exclude<ShortlistStage, 'rejected'>, number> = { shortlisted: 1, contacted: 1, interview: 2, offer: 2, hired: 3 }

/** Whether a rejection speaks about fit. Without a reason it is taken to: most do. Money and second thoughts do not, and of these people the rules decide. */
export function isUnfit({ stage, rejectionReason }: Outcome, { weights }: Pick<MatchingRules, 'weights'>): boolean {
  if (stage !== 'rejected') return false
  if (rejectionReason === 'wrong_location') return weights.location > 0
  return rejectionReason === null || rejectionReason === 'not_qualified' || rejectionReason === 'wrong_seniority'
}

export function selectMatches(candidates: readonly ScoredCandidate[], rules: MatchingRules): SelectedMatches {
  const chosen = candidates
    .flatMap(({ candidateId, outcome }) => (outcome && outcome.stage !== 'rejected' ? [{ candidateId, strength: STRENGTH[outcome.stage] }] : []))
    .sort((a, b) => b.strength - a.strength || (a.candidateId < b.candidateId ? -1 : 1))
  const rejected = candidates.filter(({ outcome }) => outcome && isUnfit(outcome, rules)).map(({ candidateId }) => candidateId)
  const decided = new Set([...chosen.map(({ candidateId }) => candidateId), ...rejected])
  const open = candidates.filter(({ candidateId }) => !decided.has(candidateId)).flatMap((candidate) => {
    const score = scoreMatch(candidate.scores, rules)
    return score === null ? [] : [{ ...candidate, score }]
  })
  const byRule = open
    .filter(({ score, rank }) => score >= rules.positiveThreshold && (rank === null || rank < POSITIVE_RANKS))
    .sort((a, b) => b.score - a.score || (a.rank ?? 0) - (b.rank ?? 0) || (a.candidateId < b.candidateId ? -1 : 1))
    .slice(0, RULE_POSITIVES_PER_JOB)
    .map(({ candidateId }) => candidateId)
  const missing = open
    .filter((candidate): candidate is typeof candidate & { rank: number } => candidate.rank !== null && candidate.score < rules.negativeThreshold && candidate.outcome === null)
    .sort((a, b) => a.rank - b.rank)
  const limit = suspectScore(candidates, new Set([...chosen.map(({ candidateId }) => candidateId), ...byRule]))
  const nearMisses = missing.filter(({ liveScore }) => liveScore === null || liveScore <= limit)
  return { chosen, byRule, rejected, nearMisses: nearMisses.map(({ candidateId }) => candidateId), suspects: missing.length - nearMisses.length }
}

function suspectScore(candidates: readonly ScoredCandidate[], matching: ReadonlySet<string>): number {
  const scores = candidates.flatMap(({ candidateId, liveScore }) => (matching.has(candidateId) && liveScore !== null ? [liveScore] : []))
  if (scores.length === 0) return Infinity
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
  return mean - (1 - SUSPECT_SHARE) * Math.abs(mean)
}
