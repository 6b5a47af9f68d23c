/** Runs a graph whose inputs may have another size in each run: built for example sizes, compiled once. It knows values and shapes, not what they mean. */
import * as ort from 'onnxruntime-node'
import type { Dims, Tensor } from '../graph/tensor.ts'
import { createSession, type HostArray } from './onnxruntime.ts'
import { serializeGraph } from './serialize-graph.ts'

export interface ShapedValues { values: HostArray; dims: Dims }

export interface FreeGraph {
  /** Values of the only output. */
  run(feeds: ReadonlyMap<string, ShapedValues>): Promise<Float32Array>
  release(): Promise<void>
}

/** For graphs made of operations that take sizes from their inputs (graph/fused-operations.ts); a reshape to fixed sizes fails in the second run. */
export async function compileFreeGraph(output: Tensor, options: { threads?: number } = {}): Promise<FreeGraph> {
  const { model, inputs, outputNames } = serializeGraph([output], { hasFreeShapes: true })
  const session = await createSession(model, { ...options, device: 'cpu' }, {
    // the graph is fused as it is to run: more of it (SkipLayerNormalization) made it slower, and took longer to prepare
    graphOptimizationLevel: 'basic',
    // threads spin between the products of a run, which gains 3 to 7 %, and sleep between runs: the machine is shared
    extra: { session: { intra_op: { allow_spinning: '1' }, force_spinning_stop: '1' } },
  })
  return {
    async run(feeds) {
      const fed = Object.fromEntries(inputs.map(({ name = '' }) => {
        const feed = feeds.get(name)
        if (feed === undefined) throw new Error(`run: no values for the input ${name}`)
        const { values, dims } = feed
        return [name, values instanceof Float32Array ? new ort.Tensor('float32', values, dims) : new ort.Tensor('int64', values, dims)]
      }))
      const results = await session.run(fed)
      return (results[outputNames[0] as string] as ort.Tensor).data as Float32Array
    },
    release: () => session.release(),
  }
}
