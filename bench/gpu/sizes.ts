/** The models that bench/gpu trains, as Hugging Face's config.json describes them, with random weights: nothing is downloaded. */
import { type ModelConfig, parameterShapes, parseModelConfig } from '#lib/engine/models/architecture.ts'
import type { HostTensor } from '#lib/engine/files/safetensors.ts'
import { createRandom } from '#lib/engine/random.ts'

export interface BenchSize { json: Record<string, unknown>; texts: number; tokens: number }

const bert = { model_type: 'bert', hidden_act: 'gelu', max_position_embeddings: 512, type_vocab_size: 2, layer_norm_eps: 1e-12 }
const llama = { model_type: 'llama', hidden_act: 'silu', max_position_embeddings: 4096, rms_norm_eps: 1e-5, rope_theta: 500000, tie_word_embeddings: true }

export const SIZES = {
  /** For seeing that the program works. */
  tiny: { json: { ...bert, vocab_size: 512, hidden_size: 64, num_hidden_layers: 2, num_attention_heads: 4, intermediate_size: 128 }, texts: 8, tokens: 32 },
  'tiny-llama': { json: { ...llama, vocab_size: 512, hidden_size: 64, num_hidden_layers: 2, num_attention_heads: 4, num_key_value_heads: 2, intermediate_size: 128 }, texts: 8, tokens: 32 },
  /** all-MiniLM-L6-v2. */
  minilm: { json: { ...bert, vocab_size: 30522, hidden_size: 384, num_hidden_layers: 6, num_attention_heads: 12, intermediate_size: 1536 }, texts: 32, tokens: 128 },
  /** Llama 3.2 1B. */
  'llama-1b': { json: { ...llama, vocab_size: 128256, hidden_size: 2048, num_hidden_layers: 16, num_attention_heads: 32, num_key_value_heads: 8, head_dim: 64, intermediate_size: 8192 }, texts: 8, tokens: 256 },
} satisfies Record<string, BenchSize>

export type SizeName = keyof typeof SIZES

/** Normally distributed around 0 with deviation 0.02; normalisations are ones. */
export function randomModel({ json }: BenchSize): { config: ModelConfig; parameters: Map<string, HostTensor> } {
  const random = createRandom(1)
  const config = parseModelConfig(json, 'the size')
  const parameters = new Map<string, HostTensor>()
  for (const [name, dims] of parameterShapes(config)) {
    const data = new Float32Array(dims.reduce((size, dim) => size * dim, 1))
    if (dims.length === 1) data.fill(name.endsWith('bias') ? 0 : 1)
    else for (let i = 0; i < data.length; i++) data[i] = 0.02 * (random.next() + random.next() + random.next() - 1.5) * 2 // near enough to normal
    parameters.set(name, { dims, data })
  }
  return { config, parameters }
}

/** Multiplications and additions of a step's matrix products: forward, and twice as many backward. */
export function stepOperations({ texts, tokens }: BenchSize, { config, parameters }: ReturnType<typeof randomModel>): number {
  const isTable = (name: string): boolean => name.includes('embed')
  const multiplied = [...parameters].filter(([name, { dims }]) => dims.length === 2 && !isTable(name)).reduce((sum, [, { data }]) => sum + data.length, 0)
  const attention = 2 * config.numLayers * tokens * config.hiddenSize // two products a layer
  return 3 * 2 * texts * tokens * (multiplied + attention)
}
