/** The four architectures behind one set of questions: their configuration, tensors and hidden states. Everything outside models/ asks here. */
import { EngineError } from '../errors.ts'
import type { Tensor } from '../graph/tensor.ts'
import { bertLayer, embedBert } from './bert.ts'
import { bertConfigJson, bertParameterShapes, firstPosition, parseBertConfig, type BertConfig } from './bert-parameters.ts'
import { ownValue, requireObject, show } from './config-fields.ts'
import { decoderLayer, embedDecoder, finishDecoder } from './decoder.ts'
import { decoderConfigJson, decoderParameterShapes, DECODER_WORD_EMBEDDINGS, parseDecoderConfig, type DecoderConfig } from './decoder-parameters.ts'

export type ModelConfig = BertConfig | DecoderConfig

/** Finds a parameter by its name in Hugging Face's checkpoint. */
export type ParameterLookup = (name: string) => Tensor

/** What a layer is told of the batch whose tokens lie below one another in its input. */
export interface LayerBatch {
  rows: number
  length: number
  /** [rows, 1, 1, length]: 0 for a token, very negative for padding. Decoders look only backwards and do not need it. */
  attentionBias: Tensor
}

export interface HiddenStateInputs {
  wordEmbeddings: Tensor // [rows, length, hidden]
  attentionBias: Tensor // [rows, 1, 1, length]
}

export function parseModelConfig(value: unknown, where: string): ModelConfig {
  const type = ownValue(requireObject(value, where), 'model_type')
  if (type === 'bert' || type === 'xlm-roberta') return parseBertConfig(value, where)
  if (type === 'llama' || type === 'qwen3') return parseDecoderConfig(value, where)
  throw new EngineError(`${where}: model_type ${show(type)} is not supported; it must be "bert", "xlm-roberta", "llama" or "qwen3".`)
}

export function isDecoder(config: ModelConfig): config is DecoderConfig {
  return config.modelType === 'llama' || config.modelType === 'qwen3'
}

/** A `config.json` that transformers reads. */
export function modelConfigJson(config: ModelConfig): Record<string, unknown> {
  return isDecoder(config) ? decoderConfigJson(config) : bertConfigJson(config)
}

/** Name and shape of every tensor that hidden states need, in the order of the layers. */
export function parameterShapes(config: ModelConfig): Map<string, number[]> {
  return isDecoder(config) ? decoderParameterShapes(config) : bertParameterShapes(config)
}

export function wordEmbeddingsName(config: ModelConfig): string {
  return isDecoder(config) ? DECODER_WORD_EMBEDDINGS : 'embeddings.word_embeddings.weight'
}

/** What the names of a layer's tensors begin with. */
export function layerPrefix(config: ModelConfig, index: number): string {
  return isDecoder(config) ? `model.layers.${index}.` : `encoder.layer.${index}.`
}

/** The longest text, in tokens, special ones included. */
export function maxTokens(config: ModelConfig): number {
  return isDecoder(config) ? config.maxPositionEmbeddings : config.maxPositionEmbeddings - firstPosition(config)
}

/** Token vectors [rows, length, hidden] to what the first layer reads, [rows · length, hidden]. */
export function embedTokens(config: ModelConfig, parameter: ParameterLookup, wordEmbeddings: Tensor): Tensor {
  return isDecoder(config) ? embedDecoder(config, parameter, wordEmbeddings) : embedBert(config, parameter, wordEmbeddings)
}

/** The layer with this index, counted from 0; [rows · length, hidden] to the same shape. */
export function applyLayer(config: ModelConfig, parameter: ParameterLookup, index: number, x: Tensor, batch: LayerBatch): Tensor {
  return isDecoder(config) ? decoderLayer(config, parameter, index, x, batch) : bertLayer(config, parameter, index, x, batch)
}

/** What follows the last layer, [rows · length, hidden]; BERT has nothing there. */
export function finishLayers(config: ModelConfig, parameter: ParameterLookup, x: Tensor): Tensor {
  return isDecoder(config) ? finishDecoder(config, parameter, x) : x
}

/** Hidden states of the last layer, [rows · length, hidden]. */
export function hiddenStates(config: ModelConfig, parameter: ParameterLookup, { wordEmbeddings, attentionBias }: HiddenStateInputs): Tensor {
  const [rows = 0, length = 0] = wordEmbeddings.dims
  let x = embedTokens(config, parameter, wordEmbeddings)
  for (let index = 0; index < config.numLayers; index++) x = applyLayer(config, parameter, index, x, { rows, length, attentionBias })
  return finishLayers(config, parameter, x)
}
