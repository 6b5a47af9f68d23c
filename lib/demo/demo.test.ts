import { expect, test } from 'vitest'
import { normalizeText } from '../documents/normalize-text.ts'
import { readFacts } from '../candidates/read-facts.ts'
import { readRequirements } from '../jobs/read-requirements.ts'
import { DEMO_JOBS } from './demo-jobs.ts'
import { generatePeople, OCCUPATIONS } from './generate-people.ts'
import { planComparisons } from './plan-comparisons.ts'
import { createRandom } from './random.ts'
import { judgeFit } from './judge-fit.ts'

const people = generatePeople({ seed: 1, perOccupation: 18 })

test('the same seed invents the same people, each of whom is different', () => {
  expect(generatePeople({ seed: 1, perOccupation: 18 })).toEqual(people)
  expect(people.length).toBeGreaterThanOrEqual(200)
  expect(new Set(people.map(({ field }) => field)).size).toBeGreaterThanOrEqual(10)
  for (const key of ['name', 'text'] as const) expect(new Set(people.map((person) => person[key])).size).toBe(people.length)
})

test('nobody can be reached: addresses and numbers are in ranges kept for examples', () => {
  for (const { email, phone } of people) {
    expect(email).toMatch(/@example\.(?:com|org|net)$/)
    if (phone) expect(phone).toMatch(/^(?:\+44 7700 900|\+353 20 910 0|\+1 \d{3} 555 0|\+49 30 23125 )1\d\d$/)
  }
})

test('a career adds up: posts follow one another and reach back as far as the years say', () => {
  for (const { posts, years, text } of people) {
    expect(text).toBe(normalizeText(text))
    for (const [index, post] of posts.entries()) {
      expect(post.from).toBeLessThanOrEqual(post.to ?? 2026)
      if (index > 0) expect(post.to).toBe(posts[index - 1]!.from)
    }
    expect(posts.some(({ from }) => from === 2026 - years)).toBe(true)
  }
})

test('the product reads the demo’s résumés and jobs as it reads others', () => {
  const named = people.filter(({ name, text }) => readFacts(text).some(({ kind, value }) => kind === 'name' && value === name))
  expect(named.length).toBeGreaterThan(people.length * 0.95)
  for (const { text } of DEMO_JOBS) {
    const levels = readRequirements(normalizeText(text)).map(({ level }) => level)
    expect(levels.filter((level) => level === 'must').length).toBeGreaterThanOrEqual(3)
    expect(levels.filter((level) => level === 'nice').length).toBeGreaterThanOrEqual(3)
  }
})

test('what decides in a job are skills that its field has', () => {
  for (const { field, musts, nices } of DEMO_JOBS) {
    const skills = OCCUPATIONS.find((occupation) => occupation.field === field)!.skills.map(([skill]) => skill)
    expect([...musts, ...nices].filter((skill) => !skills.includes(skill))).toEqual([])
  }
})

test('answers follow the rule, no pair is asked twice and some are kept aside', () => {
  const random = createRandom(3)
  for (const job of DEMO_JOBS) {
    const planned = planComparisons(random, { people, job, count: 12 })
    expect(new Set(planned.map(({ left, right }) => [left, right].toSorted().join())).size).toBe(12)
    expect(planned.filter(({ split }) => split === 'holdout')).toHaveLength(2)
    for (const { left, right, answer } of planned) {
      const advantage = judgeFit(people[left]!, job) - judgeFit(people[right]!, job)
      if (answer === 'left') expect(advantage).toBeGreaterThan(0)
      if (answer === 'right') expect(advantage).toBeLessThan(0)
    }
  }
})
