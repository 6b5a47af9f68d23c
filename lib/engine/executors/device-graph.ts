/** Runs a graph whose outputs may stay on the device, to be fed to the next run. Only the webgpu provider of onnxruntime-node keeps them (docs/gpu.md). It does not know what the values mean. */
import type * as ort from 'onnxruntime-node'
import { EngineError } from '../errors.ts'
import type { Tensor } from '../graph/tensor.ts'
import { adapt, createSession, toOrtTensor, type ExecutorOptions, type HostArray } from './onnxruntime.ts'
import { serializeGraph } from './serialize-graph.ts'

/** A value that lies on the device; whoever holds it disposes it. */
export type DeviceTensor = ort.Tensor

/** Bytes that went over the border between host and device. */
export interface Traffic { toDevice: number; toHost: number }

export interface DeviceOutput { tensor: Tensor; stays: boolean }

export interface DeviceGraph {
  /** Values of the outputs in order, on the device where they stay there. */
  run(feeds: ReadonlyMap<string, HostArray | DeviceTensor>): Promise<(HostArray | DeviceTensor)[]>
  release(): Promise<void>
}

export async function compileDeviceGraph(outputs: readonly DeviceOutput[], executor: ExecutorOptions, traffic: Traffic): Promise<DeviceGraph> {
  const { model, inputs, outputNames } = serializeGraph(adapt(outputs.map(({ tensor }) => tensor), executor))
  const preferredOutputLocation = Object.fromEntries(outputs.map(({ stays }, index) => [outputNames[index] as string, stays ? 'gpu-buffer' as const : 'cpu' as const]))
  const session = await createSession(model, executor, { preferredOutputLocation })
  const toFeed = (tensor: Tensor, values: HostArray | DeviceTensor | undefined): ort.Tensor => {
    if (values === undefined) throw new Error(`run: no values for the input ${tensor.name}`)
    if ('location' in values) return values
    traffic.toDevice += values.byteLength
    return toOrtTensor(values, tensor)
  }
  return {
    async run(feeds) {
      const fed = Object.fromEntries(inputs.map((tensor) => [tensor.name as string, toFeed(tensor, feeds.get(tensor.name as string))]))
      const results = await session.run(fed).catch(explain)
      return outputNames.map((name, index) => {
        const result = results[name] as ort.Tensor
        if (outputs[index]?.stays) return result
        const values = result.data as HostArray
        traffic.toHost += values.byteLength
        return values
      })
    },
    release: () => session.release(),
  }
}

function explain(cause: Error): never {
  if (!cause.message.includes('requires f16')) throw cause
  throw new EngineError('This device has no arithmetic in half precision (shader-f16). Train without --half-products.', { cause })
}
