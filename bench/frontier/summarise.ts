/** From runs to the figures that are reported: means and spread over seeds, and what each way keeps of stage one at an equal gain. It knows neither models nor files. */
import { bootstrapInterval } from '../../lib/engine/evaluation/bootstrap-interval.ts'
import type { RunResult } from './results-file.ts'

export interface Spread { mean: number; /** Standard deviation over seeds; 0 with one seed. */ deviation: number; /** 95 % interval over held-out jobs, of the mean over seeds. */ interval: [number, number] }

export interface Summary { method: string; learningRate: number; stop: number; seeds: number; ndcg: Spread; agreement: Spread }

export interface Kept {
  way: string
  /** Agreement above stage one's that is asked for. */
  gain: number
  /** Of stage one's nDCG@20, over the seeds in which the way gains as much; null when it never does. */
  kept: { mean: number; deviation: number; least: number } | null
  seedsThatReachIt: number
}

export function summarise(results: readonly RunResult[]): Summary[] {
  const points = results.flatMap(({ points: measured, ...run }) => measured.map((point) => ({ ...run, ...point })))
  const groups = Map.groupBy(points, ({ method, learningRate, stop }) => `${method} ${learningRate} ${stop}`)
  return [...groups.values()].map((group) => {
    const [{ method, learningRate, stop }] = group as [typeof points[number]]
    const spread = (name: 'ndcg' | 'agreement'): Spread => {
      const values = group.map((point) => point[name])
      const jobs = group[0]?.perJob[name].flatMap((_, job) => {
        const known = group.map(({ perJob }) => perJob[name][job]).filter((value) => typeof value === 'number')
        return known.length === 0 ? [] : [meanOf(known)]
      }) ?? []
      const { low, high } = bootstrapInterval(jobs)
      return { mean: meanOf(values), deviation: deviationOf(values), interval: [low, high] }
    }
    return { method, learningRate, stop, seeds: group.length, ndcg: spread('ndcg'), agreement: spread('agreement') }
  })
}

export interface Way { name: string; methods: readonly string[]; /** Whether models between stage one and the trained one count too. */ withStops: boolean }

/** At each gain in agreement: the best nDCG@20 among a way's measured models that gain at least as much, as a share of stage one's. */
export function compareWays(results: readonly RunResult[], ways: readonly Way[], gains: readonly number[]): Kept[] {
  const seeds = [...Map.groupBy(results, ({ seed }) => seed).values()].flatMap((runs) => {
    const start = runs.find(({ method }) => method === 'stage-one')?.points[0]
    return start === undefined ? [] : [{ runs, start }]
  })
  return ways.flatMap(({ name, methods, withStops }) => gains.map((gain) => {
    const kept = seeds.flatMap(({ runs, start }) => {
      const models = runs.filter(({ method }) => methods.includes(method)).flatMap(({ points }) => points.filter(({ stop }) => withStops || stop === 1))
      const reaching = models.filter(({ agreement }) => agreement - start.agreement >= gain - 1e-9)
      return reaching.length === 0 ? [] : [Math.max(...reaching.map(({ ndcg }) => ndcg)) / start.ndcg]
    })
    return { way: name, gain, kept: kept.length === 0 ? null : { mean: meanOf(kept), deviation: deviationOf(kept), least: Math.min(...kept) }, seedsThatReachIt: kept.length }
  }))
}

const meanOf = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0) / values.length

function deviationOf(values: readonly number[]): number {
  if (values.length < 2) return 0
  const mean = meanOf(values)
  return Math.sqrt(values.reduce((total, value) => total + (value - mean) ** 2, 0) / (values.length - 1))
}
