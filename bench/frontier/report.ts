/** What the comparison says: as data, as lines for the terminal, and as the figure's curves. */
import type { Figure } from './draw-figure.ts'
import type { Split } from './make-split.ts'
import { METHODS } from './methods.ts'
import type { RunResult } from './results-file.ts'
import { compareWays, summarise, type Kept, type Summary, type Way } from './summarise.ts'

export interface Report {
  data: { trainingJobs: number; trainingPairs: number; heldOutJobs: number; heldOutPairs: number; candidates: number; conflictShare: number }
  measured: Summary[]
  keptAtEqualGain: Kept[]
  runs: { seed: number; method: string; learningRate: number; stop: number; ndcg: number; agreement: number }[]
}

const WAYS: readonly Way[] = [
  ...METHODS.map(({ name, label }) => ({ name: label, methods: [name], withStops: false })),
  ...METHODS.filter(({ stops }) => stops.length > 0).map(({ name, label }) => ({ name: `${label} + interpolation`, methods: [name], withStops: true })),
]
/** Above stage one's agreement. */
const GAINS = [0.02, 0.04, 0.06, 0.1]

export function reportOf(results: readonly RunResult[], { contrastiveRows, preferenceRows, heldOut, corpus, conflictShare }: Split): Report {
  return {
    data: { trainingJobs: contrastiveRows.length, trainingPairs: preferenceRows.length, heldOutJobs: heldOut.queries.length, heldOutPairs: heldOut.pairs.length, candidates: corpus.length, conflictShare },
    measured: summarise(results),
    keptAtEqualGain: compareWays(results, WAYS, GAINS),
    runs: results.flatMap(({ seed, method, learningRate, points }) => points.map(({ stop, ndcg, agreement }) => ({ seed, method, learningRate, stop, ndcg, agreement }))),
  }
}

export function printReport({ measured, keptAtEqualGain }: Report, say: (line: string) => void): void {
  for (const { method, learningRate, stop, seeds, ndcg, agreement } of measured) {
    const spread = ({ mean, deviation, interval: [low, high] }: Summary['ndcg']): string => `${mean.toFixed(3)} ± ${deviation.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`
    say(`${method.padEnd(15)} ${learningRate.toExponential(0)} ${stop < 1 ? `at ${stop}` : '      '} agreement ${spread(agreement)} nDCG@20 ${spread(ndcg)} (${seeds} seeds)`)
  }
  for (const { way, gain, kept, seedsThatReachIt } of keptAtEqualGain) {
    say(`${way}: ${gain.toFixed(2)} more agreement ${kept === null ? 'is never reached' : `keeps ${(100 * kept.mean).toFixed(1)} ± ${(100 * kept.deviation).toFixed(1)} % of stage one's nDCG@20 (${seedsThatReachIt} seeds)`}`)
  }
}

export function figureOf({ measured, data }: Report): Figure {
  const pointOf = ({ agreement, ndcg }: Summary): Figure['start'] => ({ x: agreement.mean, y: ndcg.mean, xError: agreement.deviation, yError: ndcg.deviation, label: 'Stage one' })
  const start = measured.find(({ method }) => method === 'stage-one')
  if (start === undefined) throw new Error('figureOf: no stage one')
  const pointsOf = (way: Way, method: string): Figure['start'][] => measured.filter((point) => point.method === method && (way.withStops ? point.stop < 1 : point.stop === 1)).map(pointOf)
  return {
    title: 'What stage two gains, and what it forgets',
    subtitle: `${data.heldOutJobs} held-out jobs, ${data.candidates} candidates; a point per learning rate, rising from the star; mean and deviation of ${start.seeds} ${start.seeds === 1 ? 'seed' : 'seeds'}`,
    xLabel: 'Agreement with preferences on held-out jobs',
    yLabel: 'nDCG@20 of the matching rules on held-out jobs',
    start: pointOf(start),
    curves: WAYS.filter(({ name, withStops }) => !withStops || !name.includes('replay')).map((way) => {
      const [method] = way.methods as [string]
      const points = pointsOf(way, method)
      return way.withStops ? { label: way.name, points: points.sort((a, b) => a.x - b.x), variantOf: METHODS.find(({ name }) => name === method)?.label } : { label: way.name, points }
    }),
  }
}
