/** What the decoders Llama and Qwen3 of Hugging Face are made of: their configuration, and the name and shape of each tensor. Knows no file and no computation. */
import { EngineError } from '../errors.ts'
import { ownValue, readCount, readPositive, refuseUnless, requireObject, show, type ConfigJson } from './config-fields.ts'

export interface DecoderConfig {
  modelType: 'llama' | 'qwen3'
  vocabSize: number
  hiddenSize: number
  numLayers: number
  numHeads: number
  /** Keys and values are shared by groups of heads (arXiv 2305.13245). */
  numKeyValueHeads: number
  headSize: number
  intermediateSize: number
  maxPositionEmbeddings: number
  rmsNormEps: number
  rope: RopeConfig
  /** The table of token vectors is also the output layer. */
  tieWordEmbeddings: boolean
  padTokenId: number
  /** As the file gives them; generation stops at the second. */
  bosTokenId: number | null
  eosTokenIds: readonly number[]
}

/** Rotary position embedding (arXiv 2104.09864), plain or with Llama 3.1's scaling of long wavelengths. */
export type RopeConfig = { type: 'default'; theta: number } | { type: 'llama3'; theta: number; factor: number; lowFreqFactor: number; highFreqFactor: number; originalMaxPositions: number }

const CLASS = { llama: 'LlamaForCausalLM', qwen3: 'Qwen3ForCausalLM' } as const
export const DECODER_WORD_EMBEDDINGS = 'model.embed_tokens.weight'

export function parseDecoderConfig(value: unknown, where: string): DecoderConfig {
  const json = requireObject(value, where)
  refuseUnless(json, 'model_type', ['llama', 'qwen3'], where)
  refuseUnless(json, 'hidden_act', ['silu', undefined], where)
  refuseUnless(json, 'attention_bias', [false, undefined], where)
  refuseUnless(json, 'mlp_bias', [false, undefined], where)
  refuseUnless(json, 'use_sliding_window', [false, undefined], where)
  refuseUnless(json, 'partial_rotary_factor', [1, undefined], where)
  const numHeads = readCount(json, 'num_attention_heads', where)
  const hiddenSize = readCount(json, 'hidden_size', where)
  const vocabSize = readCount(json, 'vocab_size', where)
  const isGiven = (key: string): boolean => ownValue(json, key) !== undefined && ownValue(json, key) !== null
  const config: DecoderConfig = {
    modelType: json.model_type as DecoderConfig['modelType'],
    vocabSize,
    hiddenSize,
    numLayers: readCount(json, 'num_hidden_layers', where),
    numHeads,
    numKeyValueHeads: isGiven('num_key_value_heads') ? readCount(json, 'num_key_value_heads', where) : numHeads,
    headSize: isGiven('head_dim') ? readCount(json, 'head_dim', where) : Math.floor(hiddenSize / numHeads),
    intermediateSize: readCount(json, 'intermediate_size', where),
    maxPositionEmbeddings: readCount(json, 'max_position_embeddings', where),
    rmsNormEps: readPositive(json, 'rms_norm_eps', where, 1e-6),
    rope: readRope(json, where),
    tieWordEmbeddings: ownValue(json, 'tie_word_embeddings') === true,
    padTokenId: readTokenIds(json, 'pad_token_id', vocabSize)[0] ?? 0, // many decoders have none: a causal model never reads what stands after a text
    bosTokenId: readTokenIds(json, 'bos_token_id', vocabSize)[0] ?? null,
    eosTokenIds: readTokenIds(json, 'eos_token_id', vocabSize),
  }
  if (config.numHeads % config.numKeyValueHeads !== 0) throw new EngineError(`${where}: num_attention_heads ${config.numHeads} is not a multiple of num_key_value_heads ${config.numKeyValueHeads}.`)
  if (config.headSize < 2 || config.headSize % 2 !== 0) throw new EngineError(`${where}: the head size ${config.headSize} must be even; check head_dim.`)
  if (config.maxPositionEmbeddings < 2) throw new EngineError(`${where}: max_position_embeddings ${config.maxPositionEmbeddings} leaves no room for a text.`)
  return config
}

/** transformers 5 writes `rope_parameters`; earlier versions `rope_theta` beside `rope_scaling`. */
function readRope(json: ConfigJson, where: string): RopeConfig {
  const given = ownValue(json, 'rope_parameters') ?? ownValue(json, 'rope_scaling') ?? {}
  const rope = requireObject(given, `${where}: its rope parameters`)
  const theta = readPositive(ownValue(rope, 'rope_theta') === undefined ? json : rope, 'rope_theta', where, 10_000)
  const type = ownValue(rope, 'rope_type') ?? ownValue(rope, 'type') ?? 'default'
  if (type === 'default') return { type, theta }
  if (type !== 'llama3') throw new EngineError(`${where}: rope_type ${show(type)} is not supported; use "default" or "llama3".`)
  const number = (key: string): number => readPositive(rope, key, where, Number.NaN)
  const config = { type, theta, factor: number('factor'), lowFreqFactor: number('low_freq_factor'), highFreqFactor: number('high_freq_factor'), originalMaxPositions: number('original_max_position_embeddings') } as const
  if (config.highFreqFactor <= config.lowFreqFactor) throw new EngineError(`${where}: high_freq_factor ${config.highFreqFactor} must be above low_freq_factor ${config.lowFreqFactor}.`)
  return config
}

/** None, one or a list of them; numbers outside the vocabulary (Llama's -1 for "none") are left out. */
function readTokenIds(json: ConfigJson, key: string, vocabSize: number): number[] {
  const value = ownValue(json, key)
  return (Array.isArray(value) ? value.slice(0, 64) : [value]).filter((id): id is number => Number.isSafeInteger(id) && id >= 0 && id < vocabSize)
}

/** The inverse of `parseDecoderConfig`; the rope is written in the new form and in the old one. */
export function decoderConfigJson(config: DecoderConfig): Record<string, unknown> {
  const { rope } = config
  const parameters = rope.type === 'default' ? { rope_type: rope.type, rope_theta: rope.theta } : {
    rope_type: rope.type, rope_theta: rope.theta, factor: rope.factor, low_freq_factor: rope.lowFreqFactor, high_freq_factor: rope.highFreqFactor, original_max_position_embeddings: rope.originalMaxPositions,
  }
  return {
    architectures: [CLASS[config.modelType]],
    model_type: config.modelType,
    vocab_size: config.vocabSize,
    hidden_size: config.hiddenSize,
    num_hidden_layers: config.numLayers,
    num_attention_heads: config.numHeads,
    num_key_value_heads: config.numKeyValueHeads,
    head_dim: config.headSize,
    intermediate_size: config.intermediateSize,
    max_position_embeddings: config.maxPositionEmbeddings,
    rms_norm_eps: config.rmsNormEps,
    rope_parameters: parameters,
    rope_theta: rope.theta,
    ...(rope.type === 'default' ? {} : { rope_scaling: parameters }),
    tie_word_embeddings: config.tieWordEmbeddings,
    pad_token_id: config.padTokenId,
    bos_token_id: config.bosTokenId,
    eos_token_id: config.eosTokenIds.length === 1 ? config.eosTokenIds[0] : config.eosTokenIds.length === 0 ? null : config.eosTokenIds,
    hidden_act: 'silu',
    attention_bias: false,
    attention_dropout: 0,
    initializer_range: 0.02,
    use_cache: true,
  }
}

/** Every tensor that hidden states need, in the order of the layers, under the names of the language model; no dense layer has a bias. */
export function decoderParameterShapes(config: DecoderConfig): Map<string, number[]> {
  const { hiddenSize: hidden, intermediateSize: intermediate, headSize } = config
  const shapes = new Map<string, number[]>([[DECODER_WORD_EMBEDDINGS, [config.vocabSize, hidden]]])
  for (let layer = 0; layer < config.numLayers; layer++) {
    const set = (name: string, ...dims: number[]) => shapes.set(`model.layers.${layer}.${name}.weight`, dims)
    set('input_layernorm', hidden)
    set('self_attn.q_proj', config.numHeads * headSize, hidden)
    set('self_attn.k_proj', config.numKeyValueHeads * headSize, hidden)
    set('self_attn.v_proj', config.numKeyValueHeads * headSize, hidden)
    set('self_attn.o_proj', hidden, config.numHeads * headSize)
    if (config.modelType === 'qwen3') {
      set('self_attn.q_norm', headSize)
      set('self_attn.k_norm', headSize)
    }
    set('post_attention_layernorm', hidden)
    set('mlp.gate_proj', intermediate, hidden)
    set('mlp.up_proj', intermediate, hidden)
    set('mlp.down_proj', hidden, intermediate)
  }
  return shapes.set('model.norm.weight', [hidden])
}
