import { expect, test } from 'vitest'
import type { RejectionReason } from '../../db/schema/matching.ts'
import { fieldWordsOf, scoreField } from './field-rule.ts'
import { scoreLocation } from './location-rule.ts'
import { DEFAULT_MATCHING_RULES, scoreMatch } from './matching-rules.ts'
import { isUnfit, selectMatches } from './select-matches.ts'
import type { ScoredCandidate } from './select-matches.ts'
import { rankOf, scoreSeniority, yearsWanted } from './seniority-rule.ts'
import type { CandidateFacts, JobFacts } from './match-facts.ts'

test.each([
  ['Berlin', 'Berlin, Germany', 1],
  ['Zürich, Schweiz', 'Zurich', 1],
  ['Austin, TX', 'Austin, Texas 78701, USA', 1],
  ['Leeds, UK', 'London, United Kingdom', 0.5],
  ['Austin, TX', 'Dallas, TX', 0.5],
  ['Austin, TX', 'Boston, MA', 0.25],
  ['Germany', 'Berlin, Germany', 1],
  ['Berlin, Germany', 'Lyon, France', 0],
  ['Berlin', 'Munich', 0],
  ['Springfield, IL', 'Springfield, MO', 0.25],
  ['London or Leeds', 'Leeds, UK', 1],
  ['Berlin', 'Germany', null],
  ['Leeds, UK or remote', 'Lima, Peru', null],
  ['Remote', 'Berlin', null],
  [null, 'Berlin', null],
  ['Berlin', null, null],
  ['   ', 'Berlin', null],
])('a job in %s and a person in %s: %s', (job, person, score) => {
  expect(scoreLocation(job, person)).toBe(score)
})

const job = (title: string, ...musts: string[]): JobFacts => ({ title, location: null, text: '', requirements: musts.map((text, index) => ({ id: String(index), text, level: 'must', span: null })) })
const person = (headline: string | null, years?: string): CandidateFacts => ({ headline, location: null, facts: years === undefined ? [] : [{ kind: 'years', value: years, span: { start: 0, end: 1 } }] })

test.each([
  [job('Nurse', 'At least four years on a ward'), person(null, '2'), 0.5],
  [job('Nurse', '3-5 years of experience', '2 years in surgery'), person(null, '10'), 1],
  [job('Senior Accountant'), person('Senior accountant'), 1],
  [job('Senior Accountant'), person('Junior accountant'), 0],
  [job('Senior Accountant', '6 years'), person('Lead accountant', '3'), 0.5],
  [job('Accountant'), person('Senior accountant'), null],
  [job('Senior Accountant', '5 years'), person(null), null],
  [job('Clerk', 'You are at least 18 years old'), person('Clerk', '3'), null],
  [job('Junior Marketing Specialist'), person('Senior marketing specialist'), 0],
  [job('Account Manager'), person('Senior account manager'), null],
])('seniority of %j for %j', (wanted, has, score) => {
  expect(scoreSeniority(wanted, has)).toBe(score)
})

test('years are read in requirements alone, and a rank is the highest that a title names', () => {
  expect(yearsWanted({ requirements: [{ id: '1', text: '20 years', level: 'nice', span: null }] })).toBeNull()
  expect(yearsWanted(job('x', 'Mindestens fünf Jahre Berufserfahrung'))).toBe(5)
  expect(rankOf('Senior Director of Nursing')).toBe(5)
  expect(rankOf('Internal auditor')).toBeNull()
})

test('the field is the title without its rank', () => {
  expect(fieldWordsOf('Senior Manager of Sales').trim()).toBe('Sales')
  expect(fieldWordsOf('Head Manager')).toBe('Head Manager')
  expect([scoreField(1, 0.5), scoreField(null, 0.5), scoreField(0, 0), scoreField(null, null)]).toEqual([0.75, 0.5, 0, null])
})

const rules = DEFAULT_MATCHING_RULES
const scores = { location: null, seniority: null, field: null, skills: null }

test('unknown facts neither match nor refuse: the rest decides, and too little of it decides nothing', () => {
  expect(scoreMatch({ ...scores, skills: 0.8 }, rules)).toBeCloseTo(0.8, 12)
  expect(scoreMatch({ ...scores, skills: 0.8, location: 0 }, rules)).toBeCloseTo((6 * 0.8) / 7, 12)
  expect(scoreMatch({ ...scores, location: 1, field: 1, seniority: 1 }, rules)).toBeNull()
  expect(scoreMatch({ ...scores, location: 1 }, { weights: { location: 5, seniority: 0, field: 0, skills: 0 } })).toBe(1)
  expect(scoreMatch(scores, { weights: { location: 0, seniority: 0, field: 0, skills: 0 } })).toBeNull()
})

const candidate = (candidateId: string, skills: number | null, change: Partial<ScoredCandidate> = {}): ScoredCandidate => ({ candidateId, rank: 0, liveScore: null, outcome: null, scores: { ...scores, skills }, ...change })
const rejectedFor = (rejectionReason: RejectionReason | null) => ({ stage: 'rejected' as const, rejectionReason })

test('only a rejection that speaks about fit makes a negative, and of the others the rules decide', () => {
  expect((['not_qualified', 'wrong_seniority', 'wrong_location', 'salary', 'withdrew', 'filled', 'other', null] as const).filter((reason) => isUnfit(rejectedFor(reason), rules))).toEqual(['not_qualified', 'wrong_seniority', 'wrong_location', null])
  expect(isUnfit(rejectedFor('wrong_location'), { weights: { ...rules.weights, location: 0 } })).toBe(false)
  const { byRule, rejected, nearMisses } = selectMatches([candidate('withdrew', 0.9, { outcome: rejectedFor('withdrew') }), candidate('cheaper', 0.1, { outcome: rejectedFor('salary') }), candidate('unfit', 0.9, { outcome: rejectedFor('not_qualified') })], rules)
  expect({ byRule, rejected, nearMisses }).toEqual({ byRule: ['withdrew'], rejected: ['unfit'], nearMisses: [] })
})

test('five match by rule at most, the best first, and only from the first sixty of the list', () => {
  const { byRule } = selectMatches([...Array.from({ length: 8 }, (_, index) => candidate(`p${index}`, 0.5 + index / 20, { rank: index })), candidate('deep', 1, { rank: 60 }), candidate('nearly', 0.49)], rules)
  expect(byRule).toEqual(['p7', 'p6', 'p5', 'p4', 'p3'])
  expect(selectMatches([candidate('a', 1, { rank: 2 }), candidate('b', 1, { rank: 1 })], rules).byRule).toEqual(['b', 'a'])
})

test('a near miss that the live list scores like a match is left out as a suspect, and counted', () => {
  const candidates = [candidate('match', 0.9, { liveScore: 0.6 }), candidate('other', 0.8, { liveScore: 0.4 }), candidate('synonym', 0.1, { rank: 1, liveScore: 0.48 }), candidate('far', 0.1, { rank: 9, liveScore: 0.47 }), candidate('between', 0.4, { rank: 2, liveScore: 0.1 })]
  expect(selectMatches(candidates, rules)).toMatchObject({ byRule: ['match', 'other'], nearMisses: ['far'], suspects: 1 })
  expect(selectMatches(candidates.slice(2), rules)).toMatchObject({ nearMisses: ['synonym', 'far'], suspects: 0 })
})
