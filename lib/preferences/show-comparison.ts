/** A recorded question as it is shown: blind ones without anything that says who somebody is. */
import type { Transaction } from '../db/client.ts'
import { findBestPassage } from '../db/queries/match-runs.ts'
import { countAnswerRows, findComparedCandidate, findLastAnsweredPair } from '../db/queries/preference-pairs.ts'
import type { ComparedRow, PreferencePairRow } from '../db/queries/preference-pairs.ts'
import { AppError } from '../errors.ts'
import { maskIdentity } from './mask-identity.ts'

export interface ComparedCandidate {
  candidateId: string
  label: 'A' | 'B'
  /** Null when it is hidden or not known. */
  name: string | null
  headline: string | null
  text: string
  /** The part of `text` that is nearest to the job; offsets are UTF-16 positions in `text`. */
  passage: { text: string; start: number; end: number } | null
}

export interface Comparison {
  pairId: string
  jobId: string
  isBlind: boolean
  left: ComparedCandidate
  right: ComparedCandidate
  /** Answers given for this job by everybody, ties and skips included. */
  answeredCount: number
  canUndo: boolean
}

interface Shown {
  pair: PreferencePairRow
  organizationId: string
  userId: string
  modelVersionId: string
}

export async function showComparison(tx: Transaction, { pair, organizationId, userId, modelVersionId }: Shown): Promise<Comparison> {
  async function show(candidateId: string, label: 'A' | 'B'): Promise<ComparedCandidate> {
    const row = await findComparedCandidate(tx, { organizationId, candidateId })
    if (!row) throw new AppError('not_found', `candidate ${candidateId} has no profile`, { userMessage: 'This person no longer exists.' })
    const passage = await findBestPassage(tx, { organizationId, modelVersionId, jobVersionId: pair.jobVersionId, candidateId })
    return presentCandidate(row, passage, label, pair.isBlind)
  }
  const { total } = await countAnswerRows(tx, { organizationId, jobId: pair.jobId })
  return {
    pairId: pair.id,
    jobId: pair.jobId,
    isBlind: pair.isBlind,
    left: await show(pair.leftCandidateId, 'A'),
    right: await show(pair.rightCandidateId, 'B'),
    answeredCount: total,
    canUndo: (await findLastAnsweredPair(tx, { organizationId, jobId: pair.jobId, userId })) !== null,
  }
}

export function presentCandidate(row: ComparedRow, passage: { start: number; end: number } | null, label: 'A' | 'B', isBlind: boolean): ComparedCandidate {
  const { candidateId, name, headline, text } = row
  const cut = (shown: string, start: number, end: number) => ({ text: shown.slice(start, end), start, end })
  if (!isBlind) return { candidateId, label, name, headline, text, passage: passage && cut(text, passage.start, passage.end) }
  const told = (kind: string, known: string | null) => [known, ...row.facts.filter((fact) => fact.kind === kind).map(({ value }) => value)].filter((value) => value !== null)
  const names = told('name', name).join(' ')
  const identity = { name: names === '' ? null : names, emails: told('email', row.email), phones: told('phone', row.phone) }
  const masked = maskIdentity(text, { ...identity, spans: row.facts.filter(({ kind }) => kind === 'name' || kind === 'email' || kind === 'phone').map(({ span }) => span) })
  return {
    candidateId,
    label,
    name: null,
    headline: headline && maskIdentity(headline, { ...identity, spans: [] }).text,
    text: masked.text,
    passage: passage && cut(masked.text, masked.offsetOf(passage.start), masked.offsetOf(passage.end)),
  }
}
