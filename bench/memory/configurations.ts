/** The configurations of `bench/memory/main.ts`: models of three sizes, steps as one graph, in parts, and layer by layer. */
import type { ModelConfig } from '#lib/engine/models/architecture.ts'
import type { MemoryEstimate } from '#lib/engine/stages/memory-estimate.ts'

export interface Configuration {
  name: string
  model: ModelConfig
  queries: number
  /** Passages a query. */
  groupSize: number
  /** Tokens of every text. */
  length: number
  microBatches?: number
  freezeEmbeddings?: boolean
  recomputeActivations?: boolean
  tokensPerGraph?: number
}

export interface Measurement { firstStep: number; step: number; peakBytes: number; estimatedBytes: number; parts: MemoryEstimate }

const BERT = { modelType: 'bert', vocabSize: 30522, maxPositionEmbeddings: 512, typeVocabSize: 2, layerNormEps: 1e-12, padTokenId: 0 } as const
const MINI_LM: ModelConfig = { ...BERT, hiddenSize: 384, numLayers: 6, numHeads: 12, intermediateSize: 1536 }
const BERT_BASE: ModelConfig = { ...BERT, hiddenSize: 768, numLayers: 12, numHeads: 12, intermediateSize: 3072 }

const pairs = (name: string, model: ModelConfig, texts: number, length: number): Omit<Configuration, 'recomputeActivations'> => ({ name: `${name}, ${texts} × ${length}`, model, queries: texts / 2, groupSize: 1, length })
const asOne = { tokensPerGraph: 1e9 }
const recomputed = { recomputeActivations: true }
const INFO_NCE = { name: 'MiniLM, InfoNCE 128 × (1 + 6) texts of 16 tokens', model: MINI_LM, queries: 128, groupSize: 6, length: 16 }

export const CONFIGURATIONS: Configuration[] = [
  pairs('MiniLM', MINI_LM, 32, 128),
  { ...pairs('MiniLM', MINI_LM, 32, 128), ...recomputed },
  { ...pairs('MiniLM', MINI_LM, 32, 128), freezeEmbeddings: true },
  { ...pairs('MiniLM', MINI_LM, 32, 128), microBatches: 2 },
  pairs('MiniLM', MINI_LM, 16, 512),
  { ...pairs('MiniLM', MINI_LM, 16, 512), ...asOne },
  { ...pairs('MiniLM', MINI_LM, 16, 512), ...recomputed },
  pairs('BERT base', BERT_BASE, 16, 128),
  { ...pairs('BERT base', BERT_BASE, 16, 128), ...recomputed },
  { ...INFO_NCE, ...asOne },
  INFO_NCE,
  { ...INFO_NCE, ...recomputed },
]
