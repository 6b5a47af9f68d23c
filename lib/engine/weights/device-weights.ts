/** Weights, gradients and moments that stay on a device from step to step: token ids and a few numbers go in, scalars come out. It does not know what the weights are for. */
import { compileDeviceGraph, type DeviceTensor, type Traffic } from '../executors/device-graph.ts'
import type { ExecutorOptions, HostArray } from '../executors/onnxruntime.ts'
import type { HostTensor } from '../files/safetensors.ts'
import { add } from '../graph/elementwise.ts'
import { addGradients } from '../graph/gather.ts'
import { gradients } from '../graph/gradients.ts'
import { input, isInput, type Tensor } from '../graph/tensor.ts'
import { topologicalOrder } from '../graph/topological-order.ts'
import { adamWFactors } from '../optimizer.ts'
import { adamWFeeds, inputNames } from './adamw-graph.ts'
import { DeviceState, type NamedShape } from './device-state.ts'
import type { WeightedGraph, WeightStore } from './weight-store.ts'

export interface DeviceWeightsOptions extends ExecutorOptions {
  parameters: ReadonlyMap<string, HostTensor>
  isTrained: (name: string) => boolean
  /** Counts what crosses the border between host and device. */
  traffic?: Traffic
}

type Feeds = Map<string, HostArray | DeviceTensor>

export function createDeviceWeights({ parameters, isTrained, traffic = { toDevice: 0, toHost: 0 }, ...executor }: DeviceWeightsOptions): WeightStore {
  const inputs = new Map([...parameters].map(([name, { dims }]) => [name, input(name, dims)]))
  const trained: NamedShape[] = [...parameters].filter(([name]) => isTrained(name)).map(([name, { dims }]) => ({ name, dims }))
  let step = 0
  let preparing: Promise<DeviceState> | undefined
  const prepared = (): Promise<DeviceState> => (preparing ??= DeviceState.create(parameters, trained, executor, traffic))

  const parameter = (name: string): Tensor => {
    const tensor = inputs.get(name)
    if (tensor === undefined) throw new Error(`weights: the parameter ${name} is missing`)
    return tensor
  }
  const weightsIn = (outputs: readonly Tensor[]): string[] => topologicalOrder(outputs).filter((tensor) => isInput(tensor) && parameters.has(tensor.name as string)).map(({ name }) => name as string)

  return {
    get step() { return step },
    parameter,

    async compile(outputs): Promise<WeightedGraph> {
      const { values } = await prepared()
      const names = weightsIn(outputs)
      const graph = await compileDeviceGraph(outputs.map((tensor) => ({ tensor, stays: false })), executor, traffic)
      return {
        async run(feeds, weightOf = same) {
          const weights = names.map((name) => [name, values.get(weightOf(name)) as DeviceTensor] as const)
          return await graph.run(new Map<string, HostArray | DeviceTensor>([...feeds, ...weights])) as Float32Array[]
        },
        release: () => graph.release(),
      }
    },

    async compileGradients(loss, outputs): Promise<WeightedGraph> {
      const state = await prepared()
      const names = weightsIn([loss, ...outputs])
      const targets = trained.filter(({ name }) => names.includes(name)).map(({ name }) => name)
      // the sum so far is an input, so that adding to it is part of the graph; a step begins with zeros
      const sums = gradients(loss, targets.map(parameter)).map((gradient, index) => addGradients(input(inputNames(targets[index] as string).gradient, gradient.dims), gradient, add))
      const graph = await compileDeviceGraph([...sums.map((tensor) => ({ tensor, stays: true })), ...outputs.map((tensor) => ({ tensor, stays: false }))], executor, traffic)
      return {
        async run(feeds, weightOf = same) {
          const fed: Feeds = new Map(feeds)
          for (const name of names) fed.set(name, state.values.get(weightOf(name)) as DeviceTensor)
          for (const name of targets) fed.set(inputNames(name).gradient, state.gradient(weightOf(name)))
          const results = await graph.run(fed)
          targets.forEach((name, index) => { state.replaceGradient(weightOf(name), results[index] as DeviceTensor) })
          return results.slice(targets.length) as Float32Array[]
        },
        release: () => graph.release(),
      }
    },

    async zeroGradients() {
      const state = await prepared()
      state.zeroGradients()
    },

    async gradientNorm() {
      const state = await prepared()
      let total = 0
      for (const { weights, norm } of state.groups) {
        const [squares] = await norm.run(new Map(weights.map(({ name }) => [inputNames(name).gradient, state.gradient(name)])))
        total += (squares as Float32Array)[0] as number
      }
      return Math.sqrt(total)
    },

    async update(update) {
      const state = await prepared()
      const factors = adamWFeeds(adamWFactors(update, ++step))
      for (const { weights, update: graph } of state.groups) {
        const feeds: Feeds = new Map(factors)
        for (const { name } of weights) {
          const names = inputNames(name)
          feeds.set(names.parameter, state.values.get(name) as DeviceTensor).set(names.gradient, state.gradient(name))
          feeds.set(names.first, state.first.get(name) as DeviceTensor).set(names.second, state.second.get(name) as DeviceTensor)
        }
        const updated = await graph.run(feeds) as DeviceTensor[] // parameter, first, second of each weight
        weights.forEach(({ name }, index) => {
          [state.values, state.first, state.second].forEach((tensors, which) => { state.replace(tensors, name, updated[3 * index + which] as DeviceTensor) })
        })
      }
    },

    async read() {
      const state = await prepared()
      const download = async (from: Map<string, DeviceTensor>): Promise<Map<string, Float32Array>> => {
        const arrays = new Map<string, Float32Array>()
        for (const { name } of trained) arrays.set(name, await state.read(from, name))
        return arrays
      }
      const values = await download(state.values)
      const tensors = new Map([...values].map(([name, data]) => [name, { ...parameters.get(name) as HostTensor, data }]))
      return { parameters: tensors, optimizer: { step, first: await download(state.first), second: await download(state.second) } }
    },

    async load(saved) {
      const state = await prepared()
      for (const { name } of trained) {
        await state.put(state.values, name, saved.parameters.get(name)?.data as Float32Array)
        await state.put(state.first, name, saved.optimizer.first.get(name) as Float32Array)
        await state.put(state.second, name, saved.optimizer.second.get(name) as Float32Array)
      }
      step = saved.optimizer.step
    },

    async release() {
      await (await preparing)?.release()
    },
  }
}

const same = (name: string): string => name
