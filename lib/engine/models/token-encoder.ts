/** Runs an encoder without training it: token sequences in, vectors out, in batches of few shapes. It knows no text. */
import { GraphCache } from '../executors/graph-cache.ts'
import { compileGraph, type CompiledGraph, type ExecutorOptions } from '../executors/onnxruntime.ts'
import type { HostTensor } from '../files/safetensors.ts'
import { constant, input } from '../graph/tensor.ts'
import { maxTokens, wordEmbeddingsName, type ModelConfig } from './architecture.ts'
import { textEmbeddings, textFeeds } from './text-embeddings.ts'
import { planRuns, SERVING_SHAPES } from './plan-runs.ts'
import { layOutTokens, type Pooling, type TokenBatchShape } from './token-batch.ts'

export interface EncoderModel { config: ModelConfig; parameters: ReadonlyMap<string, HostTensor>; pooling: Pooling }
export interface EncodeProgress { onProgress?: (done: number, total: number) => void; signal?: AbortSignal }
export interface TokenEncoder {
  encode(sequences: readonly (readonly number[])[], options?: EncodeProgress): Promise<Float32Array[]>
  release(): Promise<void>
}

/** Each compiled shape holds its own copy of the packed weights. */
const MAX_COMPILED_SHAPES = 8

export function createTokenEncoder(model: EncoderModel, options: ExecutorOptions = {}): TokenEncoder {
  const { config, parameters, pooling } = model
  const cache = new GraphCache<CompiledGraph>(MAX_COMPILED_SHAPES)
  const host = (name: string): HostTensor => {
    const tensor = parameters.get(name)
    if (tensor === undefined) throw new Error(`createTokenEncoder: the parameter ${name} is missing`)
    return tensor
  }
  const constants = new Map([...parameters].map(([name, { data, dims }]) => [name, constant(data, dims)]))
  // the word table is fed rather than built in: compiled shapes share it
  const wordTableName = wordEmbeddingsName(config)
  const wordTable = host(wordTableName)
  constants.set(wordTableName, input(wordTableName, wordTable.dims))
  const parameter = (name: string) => constants.get(name) ?? constant(host(name).data, host(name).dims)

  async function encodeBatch(sequences: readonly (readonly number[])[], shape: TokenBatchShape): Promise<Float32Array> {
    const batch = layOutTokens(sequences, shape, config.padTokenId, pooling)
    const compile = () => compileGraph([textEmbeddings(config, parameter, shape)], options)
    const [values] = await cache.use(`${shape.rows}x${shape.length}`, compile, (graph) => graph.run(new Map([...textFeeds(batch), [wordTableName, wordTable.data]])))
    return values as Float32Array
  }

  return {
    async encode(sequences, { onProgress, signal } = {}) {
      const embeddings: Float32Array[] = new Array(sequences.length)
      let done = 0
      for (const { shape, indices } of planRuns(sequences.map(({ length }) => length), maxTokens(config), SERVING_SHAPES)) {
        signal?.throwIfAborted()
        const values = await encodeBatch(indices.map((index) => sequences[index] as readonly number[]), shape) // [rows, hidden]
        indices.forEach((index, row) => { embeddings[index] = values.slice(row * config.hiddenSize, (row + 1) * config.hiddenSize) })
        done += indices.length
        onProgress?.(done, sequences.length)
      }
      return embeddings
    },
    release: () => cache.release(),
  }
}
