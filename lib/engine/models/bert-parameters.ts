import { EngineError } from '../errors.ts'

/** What a BERT encoder of Hugging Face is made of: its configuration, and the name and shape of each tensor. Knows no file and no computation. */
export interface BertConfig {
  modelType: 'bert'
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

/** Parses a `config.json`. Variants of BERT that would compute something else are refused rather than computed wrongly. */
export function parseBertConfig(json: unknown, where: string): BertConfig {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new EngineError(`${where} does not hold a JSON object.`)
  const config = json as Record<string, unknown>
  refuseUnless(config, 'model_type', ['bert'], where)
  refuseUnless(config, 'hidden_act', ['gelu', undefined], where)
  refuseUnless(config, 'position_embedding_type', ['absolute', undefined], where)
  refuseUnless(config, 'is_decoder', [false, undefined], where)
  const count = (key: string, smallest = 1) => {
    const value = config[key]
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < smallest) throw new EngineError(`${where}: ${key} must be a whole number of at least ${smallest}, it is ${JSON.stringify(value)}.`)
    return value
  }
  const result: BertConfig = {
    modelType: 'bert',
    vocabSize: count('vocab_size'),
    hiddenSize: count('hidden_size'),
    numLayers: count('num_hidden_layers'),
    numHeads: count('num_attention_heads'),
    intermediateSize: count('intermediate_size'),
    maxPositionEmbeddings: count('max_position_embeddings'),
    typeVocabSize: count('type_vocab_size'),
    layerNormEps: typeof config.layer_norm_eps === 'number' && config.layer_norm_eps > 0 ? config.layer_norm_eps : 1e-12,
    padTokenId: config.pad_token_id === undefined ? 0 : count('pad_token_id', 0),
  }
  if (result.hiddenSize % result.numHeads !== 0) throw new EngineError(`${where}: hidden_size ${result.hiddenSize} is not a multiple of num_attention_heads ${result.numHeads}.`)
  return result
}

function refuseUnless(config: Record<string, unknown>, key: string, allowed: unknown[], where: string): void {
  if (!allowed.includes(config[key])) throw new EngineError(`${where}: ${key} ${JSON.stringify(config[key])} is not supported; it must be ${JSON.stringify(allowed[0])}.`)
}

/** The inverse of `parseBertConfig`, with the defaults that transformers expects written out. */
export function bertConfigJson(config: BertConfig): Record<string, unknown> {
  return {
    architectures: ['BertModel'],
    model_type: 'bert',
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
