import { EngineError } from '../errors.ts'
import { createRandom } from '../random.ts'

/** The percentile bootstrap interval of a mean. Values that hang together (all pairs of one job) are given one cluster and are drawn together. */
export interface Interval {
  mean: number
  low: number
  high: number
}

export interface BootstrapOptions {
  seed?: number
  resamples?: number
  /** Share of resampled means inside the interval. */
  level?: number
  clusters?: readonly (string | number)[]
}

export function bootstrapInterval(values: readonly number[], { seed = 1, resamples = 2000, level = 0.95, clusters }: BootstrapOptions = {}): Interval {
  if (values.length === 0) throw new EngineError('There is no value to make an interval from.')
  if (clusters && clusters.length !== values.length) throw new EngineError(`There are ${values.length} values and ${clusters.length} cluster names.`)
  const totals = clusterTotals(values, clusters)
  const random = createRandom(seed)
  const means = new Float64Array(resamples)
  for (let sample = 0; sample < resamples; sample++) {
    let sum = 0
    let count = 0
    for (let draw = 0; draw < totals.length; draw++) {
      const total = totals[random.below(totals.length)]!
      sum += total.sum
      count += total.count
    }
    means[sample] = sum / count
  }
  means.sort()
  const tail = (1 - level) / 2
  return { mean: values.reduce((sum, value) => sum + value, 0) / values.length, low: quantile(means, tail), high: quantile(means, 1 - tail) }
}

function clusterTotals(values: readonly number[], clusters?: readonly (string | number)[]): { sum: number; count: number }[] {
  const totals = new Map<string | number, { sum: number; count: number }>()
  for (const [index, value] of values.entries()) {
    const cluster = clusters ? clusters[index]! : index
    const { sum, count } = totals.get(cluster) ?? { sum: 0, count: 0 }
    totals.set(cluster, { sum: sum + value, count: count + 1 })
  }
  return [...totals.values()]
}

/** Linear between the two nearest order statistics, as NumPy does. */
function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1)
  const below = Math.floor(position)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below]! + (sorted[above]! - sorted[below]!) * (position - below)
}
