/** What a training run will need of memory, from shapes alone and before it starts. It knows neither how much there is nor what to do about it. */
import { add } from '../graph/elementwise.ts'
import { rowUpdates } from '../graph/gather.ts'
import { gradients } from '../graph/gradients.ts'
import { peakBytes } from '../graph/peak-bytes.ts'
import { input, sizeOf, type Tensor } from '../graph/tensor.ts'
import { maxTokens, layerPrefix, parameterShapes, wordEmbeddingsName, type ModelConfig } from '../models/architecture.ts'
import { planRuns, TRAINING_SHAPES } from '../models/plan-runs.ts'
import { textEmbeddings } from '../models/text-embeddings.ts'
import type { TokenBatchShape } from '../models/token-batch.ts'
import { modelPieces, upstreamProduct } from './layer-run-encoder.ts'
import { blocksOf, planBlocks, tokensOf, type Side } from './plan-blocks.ts'
import { RUN_SHAPES, shapeKey } from './run-encoder.ts'
import { DEFAULT_TOKENS_PER_GRAPH, WHOLE_SHAPES } from './step-model.ts'
import type { Sequence } from './text-table.ts'

/** The texts of a micro-batch, from which the shapes of its graphs follow. */
export type BatchTexts = Readonly<Record<Side, readonly Sequence[]>>

export interface MemoryDemand {
  config: ModelConfig
  freezeEmbeddings: boolean
  recomputeActivations: boolean
  tokensPerGraph?: number
  batches: readonly BatchTexts[]
  /** Gradients of several graphs are added up within a step. */
  accumulates: boolean
  writesCheckpoints: boolean
  keepsBest: boolean
}

/** Bytes beyond what the process holds once the model's weights are read. */
export interface MemoryEstimate { gradients: number; moments: number; activations: number; copies: number; additional: number }

const FLOAT = 4

/** The executor's memory comes in blocks that values do not fill: measured, see docs/decisions/009-memory-estimate.md. */
const BLOCK_OVERHEAD = 1.15
/** What the process itself grows by while it compiles and runs graphs, measured there too. */
const PROCESS_GROWTH = 60e6

export function estimateMemory(demand: MemoryDemand): MemoryEstimate {
  const { config, freezeEmbeddings, writesCheckpoints, keepsBest } = demand
  const shapes = parameterShapes(config)
  const bytes = (isCounted: (name: string) => boolean): number => [...shapes].reduce((total, [name, dims]) => total + (isCounted(name) ? FLOAT * sizeOf(dims) : 0), 0)
  const isTrained = (name: string): boolean => !(freezeEmbeddings && name === wordEmbeddingsName(config))
  const [trained, all] = [bytes(isTrained), bytes(() => true)]
  const dense = bytes((name) => name !== wordEmbeddingsName(config))
  const { activations, addsRuns } = graphBytes(demand, isTrained)
  const gradients = trained + (demand.accumulates || addsRuns ? dense : 0) // the second time a weight's gradient comes, it is computed beside the first
  const moments = 2 * trained
  const best = keepsBest ? trained : 0
  const copies = best + Math.max(all, writesCheckpoints ? 3 * trained + best : 0) // bytes of the folder or the checkpoint on their way to a file
  return { gradients, moments, activations, copies, additional: gradients + moments + activations + copies + PROCESS_GROWTH }
}

/** Compiled graphs keep the memory of their run: of each kind, the largest shapes that are kept at a time count. */
function graphBytes(demand: MemoryDemand, isTrained: (name: string) => boolean): { activations: number; addsRuns: boolean } {
  const { config, recomputeActivations, tokensPerGraph = DEFAULT_TOKENS_PER_GRAPH } = demand
  const kinds = new Map<string, { kept: number; graphs: Map<string, () => number> }>()
  const note = (kind: string, kept: number, key: string, bytes: () => number): void => {
    if (!kinds.has(kind)) kinds.set(kind, { kept, graphs: new Map() })
    kinds.get(kind)?.graphs.set(key, bytes)
  }
  let [keptInputs, addsRuns] = [0, false]
  for (const texts of demand.batches) {
    const planned = planBlocks(texts, maxTokens(config), TRAINING_SHAPES.lengths)
    if (!recomputeActivations && tokensOf(planned) <= tokensPerGraph) {
      const shapes = blocksOf(planned).map(({ shape }) => shape)
      note('whole', WHOLE_SHAPES, shapes.map(shapeKey).join(' '), () => backwardBytes(config, isTrained, shapes))
      continue
    }
    const distinct = [...new Set([...texts.queries, ...texts.passages])]
    const runs = planRuns(distinct.map(({ length }) => length), maxTokens(config), TRAINING_SHAPES)
    addsRuns ||= runs.length > 1
    const tokens = runs.reduce((total, { shape }) => total + shape.rows * shape.length, 0)
    if (recomputeActivations) keptInputs = Math.max(keptInputs, Math.min(tokens, tokensPerGraph) * config.hiddenSize * (config.numLayers + 1) * FLOAT)
    for (const { shape } of runs) {
      if (recomputeActivations) note('layers', RUN_SHAPES.backward, shapeKey(shape), () => layerBytes(config, isTrained, shape))
      else {
        note('forward', RUN_SHAPES.forward, shapeKey(shape), () => peakBytes([textEmbeddings(config, parameterOf(config), shape)]))
        note('backward', RUN_SHAPES.backward, shapeKey(shape), () => backwardBytes(config, isTrained, [shape]))
      }
    }
  }
  const largest = ({ kept, graphs }: { kept: number; graphs: Map<string, () => number> }): number => (
    [...graphs.values()].map((bytes) => bytes()).sort((a, b) => b - a).slice(0, kept).reduce((total, bytes) => total + bytes, 0)
  )
  return { activations: keptInputs + BLOCK_OVERHEAD * [...kinds.values()].reduce((total, kind) => total + largest(kind), 0), addsRuns }
}

function parameterOf(config: ModelConfig): (name: string) => Tensor {
  const inputs = new Map([...parameterShapes(config)].map(([name, dims]) => [name, input(name, dims)]))
  return (name) => inputs.get(name) as Tensor
}

/** Forward and backward graphs of one layer, which all layers share. */
function layerBytes(config: ModelConfig, isTrained: (name: string) => boolean, shape: TokenBatchShape): number {
  const parameter = parameterOf(config)
  const { layer, x } = modelPieces(config, parameter, shape)
  const names = [...parameterShapes(config).keys()].filter((name) => name.startsWith(layerPrefix(config, 0)) && isTrained(name))
  return peakBytes([layer]) + peakBytes(gradients(upstreamProduct(layer), [x, ...names.map(parameter)]))
}

/** A graph from texts in these shapes to the gradients of the weights; what the loss itself needs is small beside it. */
function backwardBytes(config: ModelConfig, isTrained: (name: string) => boolean, shapes: readonly TokenBatchShape[]): number {
  const parameter = parameterOf(config)
  const loss = shapes.map((shape, index) => upstreamProduct(textEmbeddings(config, parameter, shape, `${index}.`))).reduce(add)
  const names = [...parameterShapes(config).keys()].filter(isTrained)
  const found = gradients(loss, names.map(parameter))
  const outputs = found.flatMap((gradient) => rowUpdates(gradient)?.map(({ rows }) => rows) ?? [gradient])
  return peakBytes(outputs) - outputs.filter((tensor) => found.includes(tensor)).reduce((total, { dims }) => total + FLOAT * sizeOf(dims), 0) // gradients are computed into their own arrays
}
