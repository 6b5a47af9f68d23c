/** The tensors of a training that lie on a device: weights, moments, summed gradients, and the graphs that update them. It knows neither loss nor model. */
import { compileDeviceGraph, type DeviceGraph, type DeviceTensor, type Traffic } from '../executors/device-graph.ts'
import type { ExecutorOptions } from '../executors/onnxruntime.ts'
import type { HostTensor } from '../files/safetensors.ts'
import { sizeOf, type Dims } from '../graph/tensor.ts'
import { adamWUpdate, squaredNorm } from './adamw-graph.ts'
import { DeviceCopies } from './device-copies.ts'

export interface NamedShape { name: string; dims: Dims }
type Tensors = Map<string, DeviceTensor>

/** Weights that one graph updates together. */
export interface WeightGroup { weights: readonly NamedShape[]; norm: DeviceGraph; update: DeviceGraph }

/** Values updated by one graph: few graphs for small weights, little extra memory for large ones. */
const VALUES_PER_GRAPH = 2 ** 24

export class DeviceState {
  readonly values: Tensors = new Map()
  readonly first: Tensors = new Map()
  readonly second: Tensors = new Map()
  readonly #summed: Tensors = new Map()
  /** Zeros by shape: what a gradient is before anything was added. */
  readonly #zeros: Tensors = new Map()
  readonly #copies: DeviceCopies
  readonly #shapes: ReadonlyMap<string, Dims>
  readonly groups: readonly WeightGroup[]

  private constructor(copies: DeviceCopies, shapes: ReadonlyMap<string, Dims>, groups: readonly WeightGroup[]) {
    this.#copies = copies
    this.#shapes = shapes
    this.groups = groups
  }

  static async create(parameters: ReadonlyMap<string, HostTensor>, trained: readonly NamedShape[], executor: ExecutorOptions, traffic: Traffic): Promise<DeviceState> {
    const groups: WeightGroup[] = []
    for (const weights of groupBySize(trained)) {
      const norm = await compileDeviceGraph([{ tensor: squaredNorm(weights), stays: false }], executor, traffic)
      const updated = weights.flatMap(({ name, dims }) => adamWUpdate(name, dims)).map((tensor) => ({ tensor, stays: true }))
      groups.push({ weights, norm, update: await compileDeviceGraph(updated, executor, traffic) })
    }
    const copies = new DeviceCopies((outputs) => compileDeviceGraph(outputs, executor, traffic))
    const state = new DeviceState(copies, new Map([...parameters].map(([name, { dims }]) => [name, dims])), groups)
    for (const [name, { data }] of parameters) await state.put(state.values, name, data)
    for (const { name, dims } of trained) {
      const zeros = new Float32Array(sizeOf(dims))
      await state.put(state.first, name, zeros)
      await state.put(state.second, name, zeros)
      if (!state.#zeros.has(dims.join())) state.#zeros.set(dims.join(), await copies.toDevice(dims, zeros))
    }
    return state
  }

  async put(into: Tensors, name: string, data: Float32Array): Promise<void> {
    this.replace(into, name, await this.#copies.toDevice(this.#dimsOf(name), data))
  }

  replace(into: Tensors, name: string, tensor: DeviceTensor): void {
    into.get(name)?.dispose()
    into.set(name, tensor)
  }

  async read(from: Tensors, name: string): Promise<Float32Array> {
    return this.#copies.toHost(this.#dimsOf(name), from.get(name) as DeviceTensor)
  }

  gradient(name: string): DeviceTensor {
    return this.#summed.get(name) ?? this.#zeros.get(this.#dimsOf(name).join()) as DeviceTensor
  }

  replaceGradient(name: string, sum: DeviceTensor): void {
    this.replace(this.#summed, name, sum)
  }

  zeroGradients(): void {
    for (const tensor of this.#summed.values()) tensor.dispose()
    this.#summed.clear()
  }

  async release(): Promise<void> {
    for (const tensors of [this.#summed, this.values, this.first, this.second, this.#zeros]) for (const tensor of tensors.values()) tensor.dispose()
    for (const { norm, update } of this.groups) for (const graph of [norm, update]) await graph.release()
    await this.#copies.release()
  }

  #dimsOf(name: string): Dims {
    return this.#shapes.get(name) as Dims
  }
}

function groupBySize(weights: readonly NamedShape[]): NamedShape[][] {
  const groups: NamedShape[][] = []
  let room = 0
  for (const weight of weights) {
    const size = sizeOf(weight.dims)
    if (groups.length === 0 || size > room) {
      groups.push([])
      room = VALUES_PER_GRAPH
    }
    groups.at(-1)?.push(weight)
    room -= size
  }
  return groups
}
