/** Runs any architecture on any device: a compiled graph for each of few shapes, texts padded to them. */
import { GraphCache } from '../executors/graph-cache.ts'
import { compileGraph, type CompiledGraph, type ExecutorOptions } from '../executors/onnxruntime.ts'
import type { HostTensor } from '../files/safetensors.ts'
import { constant, input } from '../graph/tensor.ts'
import { maxTokens, wordEmbeddingsName, type ModelConfig } from './architecture.ts'
import { planRuns, SERVING_SHAPES } from './plan-runs.ts'
import { textEmbeddings, textFeeds } from './text-embeddings.ts'
import type { TextRunner } from './text-runner.ts'
import { layOutTokens, type Pooling } from './token-batch.ts'

/** Each compiled shape holds its own copy of the packed weights. */
const MAX_COMPILED_SHAPES = 8

interface BucketModel { config: ModelConfig; parameters: ReadonlyMap<string, HostTensor>; pooling: Pooling }

export function createBucketRunner({ config, parameters, pooling }: BucketModel, options: ExecutorOptions): TextRunner {
  const cache = new GraphCache<CompiledGraph>(MAX_COMPILED_SHAPES)
  const host = (name: string): HostTensor => {
    const tensor = parameters.get(name)
    if (tensor === undefined) throw new Error(`createBucketRunner: the parameter ${name} is missing`)
    return tensor
  }
  const constants = new Map([...parameters].map(([name, { data, dims }]) => [name, constant(data, dims)]))
  // the word table is fed rather than built in: compiled shapes share it
  const wordTableName = wordEmbeddingsName(config)
  const wordTable = host(wordTableName)
  constants.set(wordTableName, input(wordTableName, wordTable.dims))
  const parameter = (name: string) => constants.get(name) ?? constant(host(name).data, host(name).dims)

  return {
    plan: (lengths) => planRuns(lengths, maxTokens(config), SERVING_SHAPES),
    async run(sequences, shape) {
      const batch = layOutTokens(sequences, shape, config.padTokenId, pooling)
      const compile = () => compileGraph([textEmbeddings(config, parameter, shape)], options)
      const [values] = await cache.use(`${shape.rows}x${shape.length}`, compile, (graph) => graph.run(new Map([...textFeeds(batch), [wordTableName, wordTable.data]])))
      return values as Float32Array
    },
    release: () => cache.release(),
  }
}
