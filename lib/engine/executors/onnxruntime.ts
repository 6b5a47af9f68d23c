/** Runs a graph with onnxruntime-node. It knows values and shapes, not what they mean. */
import * as ort from 'onnxruntime-node'
import { EngineError } from '../errors.ts'
import { sizeOf, type Tensor } from '../graph/tensor.ts'
import { withHalfProducts } from './half-products.ts'
import { serializeGraph } from './serialize-graph.ts'
import { withWebgpuOperations } from './webgpu-operations.ts'

export type Device = 'cpu' | 'webgpu' | 'cuda' | 'tfjs'
export type HostArray = Float32Array | BigInt64Array
export interface ExecutorOptions {
  device?: Device
  threads?: number
  /** Matrix products in half precision, for devices that are faster at them. */
  hasHalfProducts?: boolean
  /** How long to search for a better graph: 'all' for one that runs often, 'basic' for one of thousands of nodes, where 'all' takes 1.7 s instead of 0.6 and finds nothing. */
  optimization?: 'basic' | 'all'
}

export interface CompiledGraph {
  /** Values of the outputs in the order of compilation. An array given in `into` receives its output in place. */
  run(feeds: ReadonlyMap<string, HostArray>, into?: readonly (Float32Array | undefined)[]): Promise<Float32Array[]>
  release(): Promise<void>
}

export function toOrtTensor(values: HostArray, tensor: Tensor): ort.Tensor {
  if (values.length !== sizeOf(tensor.dims)) {
    throw new Error(`run: ${tensor.name ?? 'output'} has shape [${tensor.dims.join(', ')}] but ${values.length} values`)
  }
  return values instanceof Float32Array ? new ort.Tensor('float32', values, tensor.dims) : new ort.Tensor('int64', values, tensor.dims)
}

export async function createSession(model: Uint8Array, { device = 'cpu', threads, optimization = 'all' }: ExecutorOptions, more: ort.InferenceSession.SessionOptions = {}): Promise<ort.InferenceSession> {
  try {
    return await ort.InferenceSession.create(model, {
      executionProviders: [device],
      graphOptimizationLevel: optimization,
      logSeverityLevel: 3,
      // a pattern is planned in the first run and allocated beside it in the second: 2.0 GB instead of 1.2 for a step of MiniLM, and a second slow step
      enableMemPattern: false,
      // waiting threads sleep instead of spinning: the machine is shared with a web server and a database
      extra: { session: { intra_op: { allow_spinning: '0' } } },
      ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
      ...more,
    })
  } catch (cause) {
    if (device === 'cpu') throw cause
    throw new EngineError(`The model could not be prepared for the device "${device}". Use the device "cpu", or check the driver of this one.`, { cause })
  }
}

/** The graph in the operations and the precision that a device shall compute it in. */
export function adapt(outputs: readonly Tensor[], { device, hasHalfProducts = false }: ExecutorOptions): readonly Tensor[] {
  const known = device === 'webgpu' ? withWebgpuOperations(outputs) : outputs
  return hasHalfProducts ? withHalfProducts(known) : known
}

export async function compileGraph(outputs: readonly Tensor[], options: ExecutorOptions = {}): Promise<CompiledGraph> {
  const adapted = adapt(outputs, options)
  if (options.device === 'tfjs') return (await import('./tfjs.ts')).compileTfjsGraph(adapted)
  const { model, inputs, outputNames } = serializeGraph(adapted)
  const session = await createSession(model, options)
  return {
    async run(feeds, into = []) {
      const fed: Record<string, ort.Tensor> = {}
      for (const tensor of inputs) {
        const values = feeds.get(tensor.name as string)
        if (values === undefined) throw new Error(`run: no values for the input ${tensor.name}`)
        fed[tensor.name as string] = toOrtTensor(values, tensor)
      }
      const fetches: Record<string, ort.Tensor | null> = {}
      outputs.forEach((tensor, index) => {
        const target = into[index]
        fetches[outputNames[index] as string] = target === undefined ? null : toOrtTensor(target, tensor)
      })
      const results = await session.run(fed, fetches)
      return outputNames.map((name, index) => into[index] ?? ((results[name] as ort.Tensor).data as Float32Array))
    },
    release: () => session.release(),
  }
}
