import { expect, test } from 'vitest'
import { buildContrastiveRows } from './build-contrastive-rows.ts'
import type { TrainingJob } from './build-contrastive-rows.ts'
import { isHeldOutPositive } from './held-out-positive.ts'

const texts = new Map([
  ['welder-1', 'welder with pressure vessels and stainless steel'],
  ['welder-2', 'stainless steel, pressure vessels, welder, forklift'],
  ['cook-1', 'cook, kitchen, menus'],
  ['cook-2', 'pastry cook'],
  ['clerk', 'accounts payable clerk'],
  ['driver', 'driver of lorries'],
])
const must = (text: string) => ({ id: text, text, level: 'must' as const, span: null })
const job = (change: Partial<TrainingJob> = {}): TrainingJob => ({
  jobId: 'job', title: 'Welder', requirements: [must('pressure vessels'), must('stainless steel')], outcomes: [], nearCandidateIds: ['welder-2', 'driver', 'cook-1', 'welder-1'], ...change,
})
const all = ({ rows, heldOut }: ReturnType<typeof buildContrastiveRows>) => [...(rows[0]?.positives ?? []), ...(heldOut[0]?.relevant ?? [])].toSorted()

test('candidates whose text has the must requirements are positives; those near in rank who lack them are negatives, in rank order', () => {
  const built = buildContrastiveRows([job()], texts)
  expect(all(built)).toEqual(['welder-1', 'welder-2'])
  expect(built.rows[0]?.negatives).toEqual(['driver', 'cook-1'])
})

test('whom people chose is a positive whatever the text says, and whom they rejected the first negative', () => {
  const built = buildContrastiveRows([job({ outcomes: [{ candidateId: 'cook-1', stage: 'hired' }, { candidateId: 'welder-1', stage: 'rejected' }] })], texts)
  expect(all(built)).toEqual(['cook-1', 'welder-2'])
  expect(built.rows[0]?.negatives).toEqual(['welder-1', 'driver'])
})

test('words alone are not enough: a long text of another trade that is far down the live list is no match', () => {
  expect(all(buildContrastiveRows([job({ nearCandidateIds: ['welder-2', 'driver'] })], texts))).toEqual(['welder-2'])
  expect(all(buildContrastiveRows([job({ nearCandidateIds: [] })], texts))).toEqual(['welder-1', 'welder-2'])
})

test('about a fifth of the positives is held out, always the same ones, and stands in no training row', () => {
  const many = new Map(Array.from({ length: 400 }, (_, index) => [`p${index}`, 'welder']))
  const outcomes = [...many.keys()].map((candidateId) => ({ candidateId, stage: 'shortlisted' as const }))
  const { rows, heldOut } = buildContrastiveRows([job({ requirements: [], outcomes })], many)
  const [row, query] = [rows[0]!, heldOut[0]!]
  expect(query.relevant.length).toBeGreaterThan(50)
  expect(query.relevant.length).toBeLessThan(110)
  expect(row.positives.length + query.relevant.length).toBe(400)
  expect(query.relevant.every((id) => isHeldOutPositive('job', id) && !row.positives.includes(id) && !row.negatives.includes(id))).toBe(true)
  expect(query.excluded).toEqual(row.positives)
})

test('a job that nobody matches gives no row, and people whose text is unknown are left out', () => {
  const built = buildContrastiveRows([job({ requirements: [must('astrophysics')], outcomes: [{ candidateId: 'deleted', stage: 'hired' }] })], texts)
  expect(built).toEqual({ rows: [], heldOut: [] })
})
