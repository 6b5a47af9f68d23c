/** What the encoders BERT and XLM-RoBERTa of Hugging Face are made of: their configuration, and the name and shape of each tensor. Knows no file and no computation. */
import { EngineError } from '../errors.ts'
import { ownValue, readCount, readPositive, refuseUnless, requireObject } from './config-fields.ts'

export interface BertConfig {
  modelType: 'bert' | 'xlm-roberta'
  vocabSize: number
  hiddenSize: number
  numLayers: number
  numHeads: number
  intermediateSize: number
  maxPositionEmbeddings: number
  typeVocabSize: number
  layerNormEps: number
  padTokenId: number
}

const CLASS = { bert: 'BertModel', 'xlm-roberta': 'XLMRobertaModel' } as const

export function parseBertConfig(value: unknown, where: string): BertConfig {
  const json = requireObject(value, where)
  refuseUnless(json, 'model_type', ['bert', 'xlm-roberta'], where)
  refuseUnless(json, 'hidden_act', ['gelu', undefined], where)
  refuseUnless(json, 'position_embedding_type', ['absolute', undefined], where)
  refuseUnless(json, 'is_decoder', [false, undefined], where)
  const modelType = json.model_type as BertConfig['modelType']
  const usualPad = modelType === 'bert' ? 0 : 1
  const config: BertConfig = {
    modelType,
    vocabSize: readCount(json, 'vocab_size', where),
    hiddenSize: readCount(json, 'hidden_size', where),
    numLayers: readCount(json, 'num_hidden_layers', where),
    numHeads: readCount(json, 'num_attention_heads', where),
    intermediateSize: readCount(json, 'intermediate_size', where),
    maxPositionEmbeddings: readCount(json, 'max_position_embeddings', where),
    typeVocabSize: readCount(json, 'type_vocab_size', where),
    layerNormEps: readPositive(json, 'layer_norm_eps', where, 1e-12),
    padTokenId: ownValue(json, 'pad_token_id') === undefined ? usualPad : readCount(json, 'pad_token_id', where, 0),
  }
  if (config.hiddenSize % config.numHeads !== 0) throw new EngineError(`${where}: hidden_size ${config.hiddenSize} is not a multiple of num_attention_heads ${config.numHeads}.`)
  if (config.padTokenId >= config.vocabSize) throw new EngineError(`${where}: pad_token_id ${config.padTokenId} lies outside the vocabulary of ${config.vocabSize}.`)
  if (firstPosition(config) + 2 > config.maxPositionEmbeddings) throw new EngineError(`${where}: max_position_embeddings ${config.maxPositionEmbeddings} leaves no room for a text.`)
  return config
}

/** Row of the position table that the first token uses: XLM-RoBERTa counts from the row after that of its padding token. */
export function firstPosition(config: BertConfig): number {
  return config.modelType === 'bert' ? 0 : config.padTokenId + 1
}

/** The inverse of `parseBertConfig`, with the defaults that transformers expects written out. */
export function bertConfigJson(config: BertConfig): Record<string, unknown> {
  return {
    architectures: [CLASS[config.modelType]],
    model_type: config.modelType,
    vocab_size: config.vocabSize,
    hidden_size: config.hiddenSize,
    num_hidden_layers: config.numLayers,
    num_attention_heads: config.numHeads,
    intermediate_size: config.intermediateSize,
    max_position_embeddings: config.maxPositionEmbeddings,
    type_vocab_size: config.typeVocabSize,
    layer_norm_eps: config.layerNormEps,
    pad_token_id: config.padTokenId,
    hidden_act: 'gelu',
    position_embedding_type: 'absolute',
    hidden_dropout_prob: 0.1,
    attention_probs_dropout_prob: 0.1,
    initializer_range: 0.02,
  }
}

/** Every tensor the encoder needs, in the order of the layers; dense weights are [out, in] as PyTorch stores them. */
export function bertParameterShapes(config: BertConfig): Map<string, number[]> {
  const { vocabSize, hiddenSize: hidden, intermediateSize: intermediate } = config
  const shapes = new Map<string, number[]>()
  const dense = (name: string, outputs: number, inputs: number) => shapes.set(`${name}.weight`, [outputs, inputs]).set(`${name}.bias`, [outputs])
  const layerNorm = (name: string) => shapes.set(`${name}.weight`, [hidden]).set(`${name}.bias`, [hidden])
  shapes.set('embeddings.word_embeddings.weight', [vocabSize, hidden])
  shapes.set('embeddings.position_embeddings.weight', [config.maxPositionEmbeddings, hidden])
  shapes.set('embeddings.token_type_embeddings.weight', [config.typeVocabSize, hidden])
  layerNorm('embeddings.LayerNorm')
  for (let layer = 0; layer < config.numLayers; layer++) {
    const name = `encoder.layer.${layer}`
    dense(`${name}.attention.self.query`, hidden, hidden)
    dense(`${name}.attention.self.key`, hidden, hidden)
    dense(`${name}.attention.self.value`, hidden, hidden)
    dense(`${name}.attention.output.dense`, hidden, hidden)
    layerNorm(`${name}.attention.output.LayerNorm`)
    dense(`${name}.intermediate.dense`, intermediate, hidden)
    dense(`${name}.output.dense`, hidden, intermediate)
    layerNorm(`${name}.output.LayerNorm`)
  }
  return shapes
}
