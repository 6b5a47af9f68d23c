/** Stage two's rows from answers: which of two people fits a job better, one row per pair of people. Pure: knows neither database nor model. */
import type { Answer } from '../db/schema/matching.ts'

export interface GivenAnswer {
  pairId: string
  jobId: string
  jobVersionId: string
  leftCandidateId: string
  rightCandidateId: string
  answer: Answer
  answeredAt: Date
  split: 'train' | 'holdout'
}

export interface PreferenceIds {
  pairId: string
  jobId: string
  jobVersionId: string
  chosen: string
  rejected: string
}

/**
 * The latest answer about two people counts; a tie unmakes an earlier choice, a skip says nothing.
 * Two people who were ever asked about at random for measuring are never trained on for that job, whatever was answered later.
 */
export function buildPreferenceRows(answers: readonly GivenAnswer[], texts: ReadonlyMap<string, string>): { train: PreferenceIds[]; heldOut: PreferenceIds[]; dropped: number } {
  const said = answers.filter(({ answer }) => answer !== 'skip').toSorted((a, b) => a.answeredAt.getTime() - b.answeredAt.getTime() || (a.pairId < b.pairId ? -1 : 1))
  const heldOutKeys = new Set(answers.filter(({ split }) => split === 'holdout').map(pairKey))
  const latest = new Map<string, GivenAnswer>()
  for (const answer of said) {
    if (answer.split === 'train' && heldOutKeys.has(pairKey(answer))) continue
    latest.set(pairKey(answer), answer)
  }
  const decided = [...latest.values()].filter(({ answer }) => answer === 'left' || answer === 'right')
  const usable = decided.filter(({ leftCandidateId, rightCandidateId }) => areTellable(texts.get(leftCandidateId), texts.get(rightCandidateId)))
  const rowsOf = (split: GivenAnswer['split']) => usable.filter((answer) => answer.split === split).map(preferenceIds)
  return { train: rowsOf('train'), heldOut: rowsOf('holdout'), dropped: decided.length - usable.length }
}

function preferenceIds({ pairId, jobId, jobVersionId, leftCandidateId, rightCandidateId, answer }: GivenAnswer): PreferenceIds {
  const [chosen, rejected] = answer === 'left' ? [leftCandidateId, rightCandidateId] : [rightCandidateId, leftCandidateId]
  return { pairId, jobId, jobVersionId, chosen, rejected }
}

function pairKey({ jobId, leftCandidateId, rightCandidateId }: GivenAnswer): string {
  return `${jobId} ${[leftCandidateId, rightCandidateId].toSorted().join(' ')}`
}

/** Equal texts would pull the model in two directions at once. Texts that differ only beyond what the model reads are refused by the engine, which knows tokens. */
function areTellable(left: string | undefined, right: string | undefined): boolean {
  return left !== undefined && right !== undefined && left.trim() !== '' && right.trim() !== '' && left !== right
}
