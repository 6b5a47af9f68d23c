/** How the texts of one run become vectors, and how the gradients of those vectors reach the weights: the model as one graph. It knows no loss. */
import { GraphCache } from '../executors/graph-cache.ts'
import type { HostArray } from '../executors/onnxruntime.ts'
import { multiply } from '../graph/elementwise.ts'
import { sum } from '../graph/reduce.ts'
import { input } from '../graph/tensor.ts'
import type { ModelConfig } from '../models/architecture.ts'
import { textEmbeddings } from '../models/text-embeddings.ts'
import type { TokenBatchShape } from '../models/token-batch.ts'
import type { WeightedGraph, WeightStore } from '../weights/weight-store.ts'

/** Texts laid out for the model; the feeds are those of textFeeds without a prefix. */
export interface TextRun { shape: TokenBatchShape; feeds: ReadonlyMap<string, HostArray> }

export interface RunEncoder {
  /** Normalised embeddings [rows, hidden]. `willDifferentiate`: something may be kept for the call that follows. */
  encode(run: TextRun, willDifferentiate: boolean): Promise<Float32Array>
  /** Adds Σ upstream · d embeddings / d weight to the gradients that the weights hold. */
  differentiate(run: TextRun, upstream: Float32Array): Promise<void>
  release(): Promise<void>
}

/** Compiled shapes that are kept. */
export const RUN_SHAPES = { forward: 4, backward: 3 }

export const shapeKey = ({ rows, length }: TokenBatchShape): string => `${rows}x${length}`

export function createGraphRunEncoder(config: ModelConfig, weights: WeightStore): RunEncoder {
  const [forward, backward] = [new GraphCache<WeightedGraph>(RUN_SHAPES.forward), new GraphCache<WeightedGraph>(RUN_SHAPES.backward)]
  return {
    async encode({ shape, feeds }) {
      const compile = (): Promise<WeightedGraph> => weights.compile([textEmbeddings(config, weights.parameter, shape)])
      const [embeddings] = await forward.use(shapeKey(shape), compile, (graph) => graph.run(feeds))
      return embeddings as Float32Array
    },
    async differentiate({ shape, feeds }, upstream) {
      const compile = (): Promise<WeightedGraph> => {
        const embeddings = textEmbeddings(config, weights.parameter, shape)
        return weights.compileGradients(sum(multiply(embeddings, input('upstream', embeddings.dims)), [0, 1]), [])
      }
      await backward.use(shapeKey(shape), compile, (graph) => graph.run(new Map([...feeds, ['upstream', upstream]])))
    },
    async release() {
      await forward.release()
      await backward.release()
    },
  }
}
