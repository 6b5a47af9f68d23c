/** Copies values to a device and back. The binding of onnxruntime-node has no call for it (`download` is not implemented): a graph of one operation does it, one a shape and direction. */
import type { DeviceGraph, DeviceOutput, DeviceTensor } from '../executors/device-graph.ts'
import type { HostArray } from '../executors/onnxruntime.ts'
import { apply } from '../graph/operation.ts'
import { input, type Dims, type Operation } from '../graph/tensor.ts'

const IDENTITY: Operation = { onnxType: 'Identity' }

export class DeviceCopies {
  readonly #compile: (outputs: readonly DeviceOutput[]) => Promise<DeviceGraph>
  readonly #graphs = new Map<string, Promise<DeviceGraph>>()

  constructor(compile: (outputs: readonly DeviceOutput[]) => Promise<DeviceGraph>) {
    this.#compile = compile
  }

  async toDevice(dims: Dims, data: Float32Array): Promise<DeviceTensor> {
    return await this.#copy(dims, data, true) as DeviceTensor
  }

  async toHost(dims: Dims, tensor: DeviceTensor): Promise<Float32Array> {
    return await this.#copy(dims, tensor, false) as Float32Array
  }

  async release(): Promise<void> {
    for (const graph of this.#graphs.values()) await (await graph).release()
    this.#graphs.clear()
  }

  async #copy(dims: Dims, x: HostArray | DeviceTensor, stays: boolean): Promise<HostArray | DeviceTensor> {
    const key = `${dims.join()} ${stays}`
    const graph = this.#graphs.get(key) ?? this.#compile([{ tensor: apply(IDENTITY, [input('x', dims)], dims), stays }])
    this.#graphs.set(key, graph)
    const [copy] = await (await graph).run(new Map([['x', x]]))
    return copy as HostArray | DeviceTensor
  }
}
