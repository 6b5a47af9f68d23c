import { expect, test } from 'vitest'
import { drawFigure, spreadLabels } from './draw-figure.ts'
import { makeSplit } from './make-split.ts'
import { createOracle, wordsOf } from './oracle.ts'
import type { FrontierData, Text } from './read-data.ts'
import type { RunResult } from './results-file.ts'
import { fieldOf, fits, placeOf, PLACES } from './rules.ts'
import { compareWays, summarise } from './summarise.ts'

const FIELDS = ['CHEF', 'HR']
const WORDS = ['bread', 'sauce', 'knife', 'menu', 'payroll', 'hiring', 'contract', 'training']
const textOf = (kind: string, index: number): Text => {
  const place = PLACES[index % 2] as string
  const body = `${WORDS[index % 8]} ${WORDS[(index * 3 + 1) % 8]} ${kind} ${index}`
  return { id: `${kind}${index}`, field: FIELDS[Math.floor(index / 2) % 2] as string, place, body, text: `${place}. ${body}` }
}
const data: FrontierData = { jobs: Array.from({ length: 24 }, (_, index) => textOf('job', index)), candidates: Array.from({ length: 48 }, (_, index) => textOf('person', index)) }
const config = { seed: 1, holdOutEvery: 2, shown: 8, picked: 2, positivesPerJob: 3, negativesPerJob: 4 }

test('a job belongs to the field of the longest code that it begins with, or of its category', () => {
  expect(fieldOf({ code: '29-1128.00', category: '29' })).toBe('FITNESS')
  expect(fieldOf({ code: '29-1141.00', category: '29' })).toBe('HEALTHCARE')
  expect(fieldOf({ category: 'People Operations' })).toBe('HR')
  expect(fieldOf({ category: 'Program Management' })).toBeNull()
})

test('a place depends on nothing but the id, and every place occurs', () => {
  expect(placeOf('a')).toBe(placeOf('a'))
  expect(new Set(Array.from({ length: 200 }, (_, index) => placeOf(`${index}`))).size).toBe(PLACES.length)
})

test('words meet across number and tense, and grammar does not count', () => {
  expect(wordsOf('Managing the teams')).toEqual(wordsOf('manages a team'))
})

test('the oracle prefers the text with the rarer words of the job, and sees neither place nor length for itself', () => {
  const oracle = createOracle(['bakes bread daily', 'works daily', 'works daily with people', 'bakes bread'])
  const scores = [0, 1, 2, 3].map((candidate) => oracle.score('Baker of bread, works daily', candidate))
  expect(scores[0]).toBeGreaterThan(scores[1] as number)
  expect(scores[3]).toBeGreaterThan(scores[1] as number)
  expect(createOracle(['nurse']).score('welder', 0)).toBe(0)
})

test('a split is the same every time, and no job is both trained on and measured on', () => {
  const split = makeSplit(data, config)
  expect(makeSplit(data, config)).toEqual(split)
  const trained = new Set([...split.contrastiveRows, ...split.preferenceRows].map(({ query }) => query))
  expect(split.heldOut.queries.filter((query) => trained.has(query))).toEqual([])
  expect(trained.size + split.heldOut.queries.length).toBe(data.jobs.length)
})

test('positives and measured labels follow the rules, near misses break one of them, and preferences follow the oracle', () => {
  const split = makeSplit(data, config)
  const jobs = new Map(data.jobs.map((job) => [job.text, job]))
  const people = new Map(data.candidates.map((person) => [person.text, person]))
  for (const { query, positives, negatives } of split.contrastiveRows) {
    expect(positives.every((text) => fits(jobs.get(query) as Text, people.get(text) as Text))).toBe(true)
    expect(negatives.some((text) => fits(jobs.get(query) as Text, people.get(text) as Text))).toBe(false)
  }
  split.heldOut.relevant.forEach((relevant, query) => {
    const job = jobs.get(split.heldOut.queries[query] as string) as Text
    expect(relevant).toEqual(data.candidates.flatMap((person, index) => (fits(job, person) ? [index] : [])))
  })
  const oracle = createOracle(data.candidates.map(({ body }) => body))
  expect(split.heldOut.pairs.length).toBeGreaterThan(10)
  for (const { query, chosen, rejected } of split.heldOut.pairs) {
    const { body } = jobs.get(split.heldOut.queries[query] as string) as Text
    expect(oracle.score(body, chosen)).toBeGreaterThan(oracle.score(body, rejected))
  }
  expect(split.conflictShare).toBeGreaterThan(0)
  expect(split.conflictShare).toBeLessThan(1)
})

const run = (seed: number, method: string, learningRate: number, ...points: [stop: number, agreement: number, ndcg: number][]): RunResult => (
  { key: `${seed}${method}${learningRate}`, seed, method, learningRate, seconds: 1, points: points.map(([stop, agreement, ndcg]) => ({ stop, agreement, ndcg, perJob: { ndcg: [ndcg, ndcg], agreement: [agreement, null] } })) }
)
const results = [1, 2].flatMap((seed) => [
  run(seed, 'stage-one', 1e-5, [1, 0.5, 0.8]),
  run(seed, 'hinge', 1e-5, [0.5, 0.55, 0.78], [1, 0.6, 0.6 + seed / 10]),
  run(seed, 'hinge', 1e-4, [1, 0.7, 0.4]),
  run(seed, 'replay', 1e-4, [1, 0.65, 0.79]),
])

test('means and deviations are taken over seeds', () => {
  expect(summarise(results).find(({ method, learningRate, stop }) => method === 'hinge' && learningRate === 1e-5 && stop === 1)).toMatchObject({
    seeds: 2, ndcg: { mean: expect.closeTo(0.75), deviation: expect.closeTo(0.0707, 3) }, agreement: { mean: expect.closeTo(0.6), deviation: expect.closeTo(0) },
  })
})

test('ways are compared at the same gain, and one that never gains as much says so', () => {
  const ways = [{ name: 'hinge', methods: ['hinge'], withStops: false }, { name: 'between', methods: ['hinge'], withStops: true }, { name: 'replay', methods: ['replay'], withStops: false }]
  const kept = compareWays(results, ways, [0.05, 0.1, 0.2])
  const of = (way: string, gain: number) => kept.find((row) => row.way === way && row.gain === gain)?.kept
  expect(of('hinge', 0.1)?.mean).toBeCloseTo(0.75 / 0.8, 6)
  expect(of('between', 0.05)?.mean).toBeCloseTo((0.78 + 0.8) / 2 / 0.8, 6)
  expect(of('replay', 0.1)?.least).toBeCloseTo(0.79 / 0.8, 6)
  expect(of('replay', 0.2)).toBeNull()
})

test('the figure holds every curve, its label and no text that breaks out of the markup', () => {
  const point = (x: number, y: number) => ({ x, y, xError: 0.01, yError: 0.01 })
  const svg = drawFigure({ title: 'a < b', subtitle: '', xLabel: 'x', yLabel: 'y', start: { ...point(0.5, 0.7), label: 'Start' }, curves: [{ label: 'One & two', points: [point(0.6, 0.6), point(0.7, 0.2)] }, { label: 'Three', points: [point(0.6, 0.65)], variantOf: 'One & two' }] })
  expect(svg.match(/<polyline/g)).toHaveLength(2)
  expect(svg).toContain('a &#60; b')
  expect(svg).toContain('One &#38; two')
  expect(svg).not.toMatch(/NaN|undefined|Infinity/)
})

test('labels that want the same line are pushed apart in their order', () => {
  const placed = spreadLabels([200, 201, 199, 600])
  const sorted = placed.toSorted((a, b) => a - b)
  expect(placed.indexOf(sorted[0] as number)).toBe(2)
  sorted.slice(1).forEach((y, index) => expect(y - (sorted[index] as number)).toBeGreaterThanOrEqual(19))
})
