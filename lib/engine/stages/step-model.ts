/** One training step on texts as a single compiled graph: queries and passages encoded, loss, gradient of each parameter. It does not know which loss. */
import { GraphCache } from '../executors/graph-cache.ts'
import { compileGraph, type CompiledGraph, type ExecutorOptions, type HostArray } from '../executors/onnxruntime.ts'
import type { HostTensor } from '../files/safetensors.ts'
import { gradients } from '../graph/gradients.ts'
import { input, type Tensor } from '../graph/tensor.ts'
import { WORD_EMBEDDINGS } from '../models/bert.ts'
import { bertParameterShapes } from '../models/bert-parameters.ts'
import { textEmbeddings, textFeeds } from '../models/text-embeddings.ts'
import type { EncoderModel } from '../models/token-encoder.ts'
import { bucketLength, layOutTokens, type TokenBatchShape } from '../models/token-batch.ts'
import type { Sequence } from './text-table.ts'

/** The texts of a micro-batch and what its loss is fed besides. */
export interface StepTexts { queries: readonly Sequence[]; passages: readonly Sequence[]; feeds: ReadonlyMap<string, HostArray> }

/** Number of rows each side is laid out in; at least the number of texts. */
export interface StepRows { queries: number; passages: number }

export interface StepLoss {
  /** Builds the loss from embeddings [rows, hidden]; further outputs are handed back with it. */
  build(queryEmbeddings: Tensor, passageEmbeddings: Tensor): { loss: Tensor; outputs: Tensor[] }
}

export interface StepModel {
  /** What is trained. */
  parameters: Map<string, HostTensor>
  /** Values of the loss and its further outputs; gradients are written into the arrays given. */
  run(texts: StepTexts, rows: StepRows, gradients: ReadonlyMap<string, Float32Array>): Promise<{ loss: number; outputs: Float32Array[] }>
  release(): Promise<void>
}

/** A compiled step of MiniLM's size holds one to three gigabytes. */
const MAX_COMPILED_STEPS = 3

export function createStepModel(model: EncoderModel, stepLoss: StepLoss, options: ExecutorOptions & { freezeEmbeddings: boolean }): StepModel {
  const { config, pooling } = model
  const encoderParameters = new Map([...bertParameterShapes(config).keys()].map((name) => [name, model.parameters.get(name) as HostTensor]))
  const trained = new Map([...encoderParameters].filter(([name]) => !(options.freezeEmbeddings && name === WORD_EMBEDDINGS)))
  const cache = new GraphCache(MAX_COMPILED_STEPS)

  function compile(query: TokenBatchShape, passage: TokenBatchShape): Promise<CompiledGraph> {
    const inputs = new Map([...encoderParameters].map(([name, { dims }]) => [name, input(name, dims)]))
    const parameter = (name: string): Tensor => inputs.get(name) as Tensor
    const { loss, outputs } = stepLoss.build(textEmbeddings(config, parameter, query, 'query.'), textEmbeddings(config, parameter, passage, 'passage.'))
    return compileGraph([...gradients(loss, [...trained.keys()].map(parameter)), loss, ...outputs], options)
  }

  return {
    parameters: trained,
    async run(texts, rows, targets) {
      const shapeOf = (sequences: readonly Sequence[], count: number): TokenBatchShape => ({
        rows: count,
        length: bucketLength(Math.max(...sequences.map(({ length }) => length)), config.maxPositionEmbeddings),
      })
      const query = shapeOf(texts.queries, rows.queries)
      const passage = shapeOf(texts.passages, rows.passages)
      const feeds = new Map<string, HostArray>([
        ...[...encoderParameters].map(([name, { data }]): [string, HostArray] => [name, data]),
        ...textFeeds(layOutTokens(texts.queries, query, config.padTokenId, pooling), 'query.'),
        ...textFeeds(layOutTokens(texts.passages, passage, config.padTokenId, pooling), 'passage.'),
        ...texts.feeds,
      ])
      const into = [...trained.keys()].map((name) => targets.get(name))
      const key = `${query.rows}x${query.length} ${passage.rows}x${passage.length}`
      const values = await cache.use(key, () => compile(query, passage), (graph) => graph.run(feeds, into))
      const [loss, ...outputs] = values.slice(trained.size)
      return { loss: loss?.[0] as number, outputs }
    },
    release: () => cache.release(),
  }
}
