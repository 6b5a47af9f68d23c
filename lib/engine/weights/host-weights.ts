/** Weights, gradients and moments as arrays of this process. Rows of a table that no text of a step uses cost nothing but their decay. */
import { compileGraph, type ExecutorOptions, type HostArray } from '../executors/onnxruntime.ts'
import type { HostTensor } from '../files/safetensors.ts'
import { rowUpdates, type RowUpdate } from '../graph/gather.ts'
import { gradients } from '../graph/gradients.ts'
import { input, isInput, type Tensor } from '../graph/tensor.ts'
import { topologicalOrder } from '../graph/topological-order.ts'
import { adamWFactors } from '../optimizer.ts'
import type { GradientBuffer } from './gradient-buffer.ts'
import { TrainedWeight } from './trained-weight.ts'
import type { WeightedGraph, WeightStore } from './weight-store.ts'

export interface HostWeightsOptions extends ExecutorOptions {
  parameters: ReadonlyMap<string, HostTensor>
  isTrained: (name: string) => boolean
}

/** The gradient of one weight as the graph gives it: whole, or row by row for the rows that the inputs name. */
type GradientOutput = { name: string } & ({ kind: 'whole'; value: Tensor } | { kind: 'rows'; updates: readonly RowUpdate[] })

export function createHostWeights({ parameters, isTrained, ...executor }: HostWeightsOptions): WeightStore {
  const inputs = new Map([...parameters].map(([name, { dims }]) => [name, input(name, dims)]))
  const trained = new Map([...parameters].filter(([name]) => isTrained(name)))
  const weights = new Map([...trained].map(([name, tensor]) => [name, new TrainedWeight(tensor)]))
  let step = 0

  const parameter = (name: string): Tensor => {
    const tensor = inputs.get(name)
    if (tensor === undefined) throw new Error(`weights: the parameter ${name} is missing`)
    return tensor
  }
  const withWeights = (names: readonly string[], feeds: ReadonlyMap<string, HostArray>, weightOf: (name: string) => string): Map<string, HostArray> => (
    new Map([...feeds, ...names.map((name): [string, HostArray] => [name, (parameters.get(weightOf(name)) as HostTensor).data])])
  )
  const weightsIn = (outputs: readonly Tensor[]): string[] => topologicalOrder(outputs).filter((tensor) => isInput(tensor) && parameters.has(tensor.name as string)).map(({ name }) => name as string)
  const gradientOf = (name: string): GradientBuffer => (weights.get(name) as TrainedWeight).gradient

  return {
    get step() { return step },
    parameter,

    async compile(outputs): Promise<WeightedGraph> {
      const names = weightsIn(outputs)
      const graph = await compileGraph(outputs, executor)
      return { run: (feeds, weightOf = same) => graph.run(withWeights(names, feeds, weightOf)), release: () => graph.release() }
    },

    async compileGradients(loss, outputs): Promise<WeightedGraph> {
      const names = weightsIn([loss, ...outputs])
      const targets = names.filter((name) => trained.has(name))
      const found = gradients(loss, targets.map(parameter)).map((value, index) => gradientOutput(targets[index] as string, value))
      const values = found.flatMap((output) => (output.kind === 'whole' ? [output.value] : output.updates.map(({ rows }) => rows)))
      const graph = await compileGraph([...values, ...outputs], { ...executor, optimization: 'basic' })
      return {
        async run(feeds, weightOf = same) {
          const into = found.flatMap((output) => (output.kind === 'whole' ? [gradientOf(weightOf(output.name)).target()] : output.updates.map(() => undefined)))
          const results = await graph.run(withWeights(names, feeds, weightOf), into)
          let next = 0
          for (const output of found) {
            const buffer = gradientOf(weightOf(output.name))
            if (output.kind === 'whole') buffer.add(results[next++] as Float32Array)
            else for (const { indices } of output.updates) buffer.addRows(feeds.get(indices.name as string) as BigInt64Array, results[next++] as Float32Array)
          }
          return results.slice(values.length)
        },
        release: () => graph.release(),
      }
    },

    async zeroGradients() {
      for (const { gradient } of weights.values()) gradient.clear()
    },

    async gradientNorm() {
      let total = 0
      for (const weight of weights.values()) total += weight.squaredNorm()
      return Math.sqrt(total)
    },

    async update(update) {
      const factors = adamWFactors(update, ++step)
      for (const weight of weights.values()) weight.update(factors)
    },

    async read() {
      const moments = (which: 'first' | 'second'): Map<string, Float32Array> => new Map([...weights].map(([name, weight]) => [name, weight[which]]))
      return { parameters: trained, optimizer: { step, first: moments('first'), second: moments('second') } }
    },

    async load({ parameters: saved, optimizer: { step: savedStep, first, second } }) {
      for (const [name, weight] of weights) weight.load((saved.get(name) as HostTensor).data, first.get(name) as Float32Array, second.get(name) as Float32Array)
      step = savedStep
    },

    async release() {
      weights.clear()
    },
  }
}

const same = (name: string): string => name

function gradientOutput(name: string, value: Tensor): GradientOutput {
  const updates = rowUpdates(value)
  return updates === null ? { kind: 'whole', name, value } : { kind: 'rows', name, updates }
}
