import { expect, test } from 'vitest'
import { buildContrastiveRows } from './build-contrastive-rows.ts'
import { isHeldOutPositive } from './held-out-positive.ts'
import { DEFAULT_MATCHING_RULES } from './rules/matching-rules.ts'
import type { ScoredCandidate } from './rules/select-matches.ts'

const candidate = (candidateId: string, skills: number | null, change: Partial<ScoredCandidate> = {}): ScoredCandidate => ({
  candidateId, rank: 0, liveScore: null, outcome: null, scores: { location: null, seniority: null, field: null, skills }, ...change,
})
const chosen = (candidateId: string, stage: 'shortlisted' | 'interview' | 'hired') => candidate(candidateId, 0, { outcome: { stage, rejectionReason: null } })
const build = (candidates: ScoredCandidate[], draw = (_: string, ids: readonly string[], count: number) => ids.slice(0, count)) => buildContrastiveRows([{ jobId: 'job', candidates }], DEFAULT_MATCHING_RULES, draw)
const trained = (prefix: string, count: number) => Array.from({ length: 500 }, (_, index) => `${prefix}${index}`).filter((id) => !isHeldOutPositive('job', id)).slice(0, count)

test('a job has a row of its matches and its near misses, rejected people first', () => {
  const [match, hired] = trained('p', 2)
  const { rows } = build([candidate(match!, 0.9), chosen(hired!, 'shortlisted'), candidate('far', 0.1, { rank: 3 }), candidate('rejected', 0.9, { rank: 1, outcome: { stage: 'rejected', rejectionReason: 'not_qualified' } })])
  expect(rows).toEqual([{ jobId: 'job', positives: [hired, match], negatives: ['rejected', 'far'] }])
})

test('the further somebody came, the oftener they are repeated', () => {
  const [shortlisted, interviewed, hired] = trained('p', 3)
  const { rows } = build([chosen(shortlisted!, 'shortlisted'), chosen(interviewed!, 'interview'), chosen(hired!, 'hired'), candidate('far', 0)])
  expect(rows.map(({ positives }) => positives)).toEqual([[hired, interviewed, shortlisted], [hired, interviewed], [hired]])
  expect(new Set(rows.map(({ negatives }) => negatives.join())).size).toBe(1)
})

test('a row holds twenty negatives: all rejected people, and near misses that the caller draws', () => {
  const [match] = trained('p', 1)
  const rejected = Array.from({ length: 5 }, (_, index) => candidate(`r${index}`, 0, { outcome: { stage: 'rejected', rejectionReason: null } }))
  const far = Array.from({ length: 60 }, (_, rank) => candidate(`n${rank}`, 0, { rank }))
  const asked: unknown[] = []
  const { rows } = build([candidate(match!, 1), ...rejected, ...far], (jobId, ids, count) => { asked.push([jobId, ids.length, count]); return ids.slice(-count) })
  expect(asked).toEqual([['job', 60, 15]])
  expect(rows[0]!.negatives.slice(0, 6)).toEqual(['r0', 'r1', 'r2', 'r3', 'r4', 'n45'])
  expect(rows[0]!.negatives).toHaveLength(20)
})

test('about a fifth of the positives is held out, always the same ones, and stands in no training row', () => {
  const { rows, heldOut } = build(Array.from({ length: 400 }, (_, index) => chosen(`p${index}`, index % 2 === 0 ? 'hired' : 'shortlisted')))
  const [row, query] = [rows[0]!, heldOut[0]!]
  expect(query.relevant.length).toBeGreaterThan(50)
  expect(query.relevant.length).toBeLessThan(110)
  expect(row.positives.length + query.relevant.length).toBe(400)
  for (const { positives, negatives } of rows) expect(query.relevant.filter((id) => positives.includes(id) || negatives.includes(id))).toEqual([])
  expect(query.excluded).toEqual(row.positives)
})

test('a job that nobody matches gives no row', () => {
  expect(build([candidate('far', 0.1), candidate('unknown', null)])).toEqual({ rows: [], heldOut: [] })
})
