import { expect, test } from 'vitest'
import { scoreJobs } from './score-jobs.ts'
import type { RuleCandidate, RuleJob } from './score-jobs.ts'

const person = (text: string, change: Partial<RuleCandidate> = {}): RuleCandidate => ({ text, headline: null, location: null, facts: [], ...change })
const people = new Map([
  ['welder-1', person('welder with pressure vessels and stainless steel', { headline: 'Welder', location: 'Leeds, UK' })],
  ['welder-2', person('stainless steel, pressure vessels, welder, forklift')],
  ['cook', person('cook, kitchen, menus', { headline: 'Cook', location: 'Leeds, UK' })],
  ['pastry', person('pastry cook')],
  ['clerk', person('accounts payable clerk')],
  ['driver', person('driver of lorries')],
])
const must = (text: string) => ({ id: text, text, level: 'must' as const, span: null })
const job = (change: Partial<RuleJob> = {}): RuleJob => ({
  jobId: 'job', title: 'Senior Welder', location: 'Leeds', text: '', requirements: [must('pressure vessels'), must('stainless steel')], outcomes: [],
  near: ['welder-2', 'driver', 'cook', 'welder-1'].map((candidateId, index) => ({ candidateId, score: 1 - index / 4 })), ...change,
})
const scored = (change?: Partial<RuleJob>) => new Map(scoreJobs([job(change)], people)[0]!.candidates.map((candidate) => [candidate.candidateId, candidate]))

test('each rule scores whom the live list holds, and a fact that is missing stays unknown', () => {
  const found = scored()
  expect([...found.keys()]).toEqual(['welder-2', 'driver', 'cook', 'welder-1'])
  expect(found.get('welder-1')).toMatchObject({ rank: 3, liveScore: 0.25, scores: { location: 1, seniority: null, field: 1, skills: 1 } })
  expect(found.get('welder-2')).toMatchObject({ rank: 0, scores: { location: null, field: 1, skills: 1 } })
  expect(found.get('cook')!.scores).toEqual({ location: 1, seniority: null, field: 0, skills: 0 })
})

test('somebody on the shortlist is looked at wherever the list has them; somebody whose text is unknown is not', () => {
  const outcomes = [{ candidateId: 'pastry', stage: 'hired' as const, rejectionReason: null }, { candidateId: 'erased', stage: 'hired' as const, rejectionReason: null }]
  const found = scored({ outcomes })
  expect(found.get('pastry')).toMatchObject({ rank: null, liveScore: null, outcome: { stage: 'hired' } })
  expect(found.has('erased')).toBe(false)
})

test('while a job is not encoded, the words of its requirements stand in for the list', () => {
  expect([...scored({ near: [] }).keys()]).toEqual(['welder-1', 'welder-2'])
})

test('requirements without a telling word leave the skills unknown', () => {
  expect(scored({ requirements: [] }).get('welder-1')!.scores.skills).toBeNull()
})
