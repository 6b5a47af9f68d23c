/** A decoder as a language model: logits of the next token, and greedy continuation. The whole prefix is computed for each token, so this is for checking a model, not for serving it. */
import { EngineError } from '../errors.ts'
import { GraphCache } from '../executors/graph-cache.ts'
import { compileGraph, type CompiledGraph, type ExecutorOptions } from '../executors/onnxruntime.ts'
import type { HostTensor } from '../files/safetensors.ts'
import { gather } from '../graph/gather.ts'
import { matmul } from '../graph/matmul.ts'
import { input, type Tensor } from '../graph/tensor.ts'
import { hiddenStates, isDecoder, wordEmbeddingsName, type ModelConfig, type ParameterLookup } from './architecture.ts'
import type { DecoderConfig } from './decoder-parameters.ts'
import { bucketLength, layOutTokens } from './token-batch.ts'

export interface LanguageModel {
  /** Logits [length, vocabulary] of the token after each of these. */
  logits(tokens: readonly number[]): Promise<Float32Array>
  /** The tokens with the likeliest ones added, until the model ends the text or so many are new. */
  continueGreedily(tokens: readonly number[], newTokens: number): Promise<number[]>
  release(): Promise<void>
}

/** Each length is compiled once; few occur. */
const LENGTHS = [32, 64, 128, 256, 512]
const COMPILED_LENGTHS = 2

/** hidden [positions, hidden] times the output layer, which may be the table of token vectors: [positions, vocabulary]. */
function logitsOf(config: DecoderConfig, parameter: ParameterLookup, hidden: Tensor): Tensor {
  return matmul(hidden, parameter(headName(config)), { transposeB: true })
}

function headName(config: DecoderConfig): string {
  return config.tieWordEmbeddings ? wordEmbeddingsName(config) : 'lm_head.weight'
}

export function createLanguageModel({ config, parameters }: { config: ModelConfig; parameters: ReadonlyMap<string, HostTensor> }, options: ExecutorOptions = {}): LanguageModel {
  if (!isDecoder(config)) throw new EngineError(`A ${config.modelType} model reads texts but does not continue them; use a llama or qwen3 model.`)
  if (!parameters.has(headName(config))) throw new EngineError(`The model has no tensor ${headName(config)}, so it has hidden states but no logits.`)
  const inputs = new Map([...parameters].map(([name, { dims }]) => [name, input(name, dims)]))
  const parameter = (name: string): Tensor => inputs.get(name) as Tensor
  const cache = new GraphCache<CompiledGraph>(COMPILED_LENGTHS)
  const compile = (length: number) => (): Promise<CompiledGraph> => {
    const wordEmbeddings = gather(parameter(wordEmbeddingsName(config)), input('inputIds', [1, length], 'int64')) // [1, length, hidden]
    const hidden = hiddenStates(config, parameter, { wordEmbeddings, attentionBias: input('attentionBias', [1, 1, 1, length]) }) // [length, hidden]
    return compileGraph([logitsOf(config, parameter, hidden)], options)
  }

  async function logits(tokens: readonly number[]): Promise<Float32Array> {
    if (tokens.length < 1 || tokens.length > config.maxPositionEmbeddings) throw new EngineError(`The model reads 1 to ${config.maxPositionEmbeddings} tokens, not ${tokens.length}.`)
    const length = bucketLength(tokens.length, config.maxPositionEmbeddings, LENGTHS)
    const { inputIds, attentionBias } = layOutTokens([tokens], { rows: 1, length }, config.padTokenId, 'last')
    const feeds = new Map<string, Float32Array | BigInt64Array>([...parameters].map(([name, { data }]) => [name, data] as const))
    feeds.set('inputIds', inputIds).set('attentionBias', attentionBias)
    const [values] = await cache.use(String(length), compile(length), (graph) => graph.run(feeds))
    return (values as Float32Array).subarray(0, tokens.length * config.vocabSize)
  }

  return {
    logits,
    async continueGreedily(tokens, newTokens) {
      const text = [...tokens]
      while (text.length < tokens.length + newTokens) {
        const next = (await logits(text)).subarray(-config.vocabSize)
        const best = next.reduce((index, value, candidate) => (value > (next[index] as number) ? candidate : index), 0)
        if (config.eosTokenIds.includes(best)) break
        text.push(best)
      }
      return text
    },
    release: () => cache.release(),
  }
}
