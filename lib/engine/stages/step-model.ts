/** Loss and gradients of one micro-batch of texts. It does not know which loss.
 *
 * A small micro-batch is one compiled graph. A larger one is encoded run by run, the loss is differentiated with respect to the embeddings alone, and each
 * run is then computed again with that gradient (gradient caching, arXiv 2101.06983): the same gradients, in memory that does not grow with the batch.
 */
import { GraphCache } from '../executors/graph-cache.ts'
import { compileGraph, type CompiledGraph, type ExecutorOptions, type HostArray } from '../executors/onnxruntime.ts'
import type { HostTensor } from '../files/safetensors.ts'
import { gather } from '../graph/gather.ts'
import { gradients } from '../graph/gradients.ts'
import { concatenate } from '../graph/layout.ts'
import { input, type Tensor } from '../graph/tensor.ts'
import { maxTokens, parameterShapes, wordEmbeddingsName } from '../models/architecture.ts'
import { planRuns, TRAINING_SHAPES } from '../models/plan-runs.ts'
import { textEmbeddings, textFeeds } from '../models/text-embeddings.ts'
import type { EncoderModel } from '../models/token-encoder.ts'
import { layOutTokens, type TokenBatchShape } from '../models/token-batch.ts'
import { createDeviceWeights } from '../weights/device-weights.ts'
import { createHostWeights } from '../weights/host-weights.ts'
import { withLossScale } from '../weights/loss-scale.ts'
import type { WeightedGraph, WeightStore } from '../weights/weight-store.ts'
import { createLayerRunEncoder } from './layer-run-encoder.ts'
import { blocksOf, keyOf, planBlocks, rowsOfSide, SIDES, tokensOf, type PlannedTexts, type Side, type TextGroup } from './plan-blocks.ts'
import { createGraphRunEncoder, type TextRun } from './run-encoder.ts'
import type { Sequence } from './text-table.ts'

/** The texts of a micro-batch and what its loss is fed besides. */
export interface StepTexts { queries: readonly Sequence[]; passages: readonly Sequence[]; feeds: ReadonlyMap<string, HostArray> }

/** Number of places that the loss has on each side; at least the number of texts. */
export interface StepRows { queries: number; passages: number }

/** Builds the loss from embeddings [rows, hidden]; further outputs are handed back with it. */
export type BuildLoss = (queryEmbeddings: Tensor, passageEmbeddings: Tensor) => { loss: Tensor; outputs: Tensor[] }

export interface StepResult { loss: number; outputs: Float32Array[] }

export interface StepModel {
  weights: WeightStore
  /** Adds the gradients of the loss to those that the weights hold. */
  run(texts: StepTexts, rows: StepRows): Promise<StepResult>
  /** The same loss and outputs without gradients. */
  evaluate(texts: StepTexts, rows: StepRows): Promise<StepResult>
  release(): Promise<void>
}

export interface StepModelOptions extends ExecutorOptions {
  freezeEmbeddings: boolean
  /** Largest micro-batch that becomes one graph, in tokens with padding. At 4096, MiniLM's size needs about 1.3 GB a shape. */
  tokensPerGraph?: number
  /** Keep only the input of each layer and compute the rest again for the gradients: less memory, more time. */
  recomputeActivations?: boolean
}

export const DEFAULT_TOKENS_PER_GRAPH = 4096
/** Compiled shapes that are kept. */
export const WHOLE_SHAPES = 2
const LOSS_SHAPES = 4

export function createStepModel(model: EncoderModel, buildLoss: BuildLoss, options: StepModelOptions): StepModel {
  const { config, pooling } = model
  const { tokensPerGraph = DEFAULT_TOKENS_PER_GRAPH, recomputeActivations = false, hasHalfProducts = false, device, threads } = options
  const executor = { device, threads }
  const encoderParameters = new Map([...parameterShapes(config).keys()].map((name) => [name, model.parameters.get(name) as HostTensor]))
  const isTrained = (name: string): boolean => encoderParameters.has(name) && !(options.freezeEmbeddings && name === wordEmbeddingsName(config))
  const createWeights = device === 'webgpu' ? createDeviceWeights : createHostWeights // the one provider whose binding keeps tensors on the device
  const store = createWeights({ parameters: encoderParameters, isTrained, ...executor, hasHalfProducts })
  const weights = hasHalfProducts ? withLossScale(store) : store
  const caches = {
    whole: new GraphCache<WeightedGraph>(WHOLE_SHAPES), loss: new GraphCache<CompiledGraph>(LOSS_SHAPES),
  }
  const runEncoder = recomputeActivations ? createLayerRunEncoder(config, weights, { keptTokens: tokensPerGraph, isTrained }) : createGraphRunEncoder(config, weights)

  const layOut = (sequences: readonly Sequence[], shape: TokenBatchShape, prefix: string): [string, HostArray][] => textFeeds(layOutTokens(sequences, shape, config.padTokenId, pooling), prefix)

  async function runWhole(planned: PlannedTexts, texts: StepTexts, rows: StepRows): Promise<StepResult> {
    const { groups, of } = planned
    const compile = () => {
      const embed = ({ blocks }: TextGroup): Tensor => concatenate(blocks.map(({ shape, prefix }) => textEmbeddings(config, weights.parameter, shape, prefix)), 0) // [rows of the group, hidden]
      const embeddings = new Map(groups.map((group) => [group, embed(group)]))
      const ofSide = (side: Side): Tensor => gather(embeddings.get(of[side]) as Tensor, input(`${side}Row`, [rows[side]], 'int64')) // [rows of the side, hidden]
      const { loss, outputs } = buildLoss(ofSide('queries'), ofSide('passages'))
      return weights.compileGradients(loss, [loss, ...outputs])
    }
    const feeds = new Map([
      ...blocksOf(planned).flatMap(({ sequences, shape, prefix }) => layOut(sequences, shape, prefix)),
      ...SIDES.map((side) => [`${side}Row`, rowsOfSide(of[side], texts[side], rows[side])] as const),
      ...texts.feeds,
    ])
    const [loss, ...outputs] = await caches.whole.use(`${keyOf(planned)} ${rows.queries} ${rows.passages}`, compile, (graph) => graph.run(feeds))
    return { loss: loss?.[0] as number, outputs }
  }

  /** Loss, further outputs, and the gradient of the loss for each embedding. */
  async function differentiateLoss(texts: StepTexts, rows: StepRows, embeddings: Embeddings): Promise<StepResult & { gradients: Embeddings }> {
    const compile = () => {
      const queries = input('queryEmbeddings', [rows.queries, config.hiddenSize])
      const passages = input('passageEmbeddings', [rows.passages, config.hiddenSize])
      const { loss, outputs } = buildLoss(queries, passages)
      return compileGraph([...gradients(loss, [queries, passages]), loss, ...outputs], executor)
    }
    const feeds = new Map([['queryEmbeddings', embeddings.queries], ['passageEmbeddings', embeddings.passages], ...texts.feeds])
    const values = await caches.loss.use(`${rows.queries} ${rows.passages}`, compile, (graph) => graph.run(feeds))
    const [queries, passages, loss, ...outputs] = values as [Float32Array, Float32Array, Float32Array, ...Float32Array[]]
    return { loss: loss[0] as number, outputs, gradients: { queries, passages } }
  }

  /** Every distinct text encoded once, put wherever it stands. */
  async function encodeInParts(texts: StepTexts, rows: StepRows, willDifferentiate: boolean): Promise<{ embeddings: Embeddings; runs: RunOfPlaces[] }> {
    const hidden = config.hiddenSize
    const places = [...placesOf(texts)]
    const runs = planRuns(places.map(([sequence]) => sequence.length), maxTokens(config), TRAINING_SHAPES).map(({ shape, indices }): RunOfPlaces => {
      const ofRun = indices.map((index) => places[index] as [Sequence, Place[]])
      return { shape, feeds: new Map(layOut(ofRun.map(([sequence]) => sequence), shape, '')), places: ofRun.map(([, at]) => at) }
    })
    const embeddings: Embeddings = { queries: new Float32Array(rows.queries * hidden), passages: new Float32Array(rows.passages * hidden) }
    for (const run of runs) {
      const values = await runEncoder.encode(run, willDifferentiate) // [rows, hidden]
      run.places.forEach((places, row) => {
        for (const { side, position } of places) embeddings[side].set(values.subarray(row * hidden, (row + 1) * hidden), position * hidden)
      })
    }
    return { embeddings, runs }
  }

  async function runInParts(texts: StepTexts, rows: StepRows): Promise<StepResult> {
    const hidden = config.hiddenSize
    const { embeddings, runs } = await encodeInParts(texts, rows, true)
    const { gradients: upstreamOf, ...result } = await differentiateLoss(texts, rows, embeddings)
    for (const run of runs) {
      const upstream = new Float32Array(run.places.length * hidden) // a text used at several places receives the sum of their gradients
      run.places.forEach((places, row) => {
        for (const { side, position } of places) addInto(upstream.subarray(row * hidden, (row + 1) * hidden), upstreamOf[side].subarray(position * hidden, (position + 1) * hidden))
      })
      await runEncoder.differentiate(run, upstream)
    }
    return result
  }

  return {
    weights,
    run(texts, rows) {
      const planned = planBlocks(texts, maxTokens(config), TRAINING_SHAPES.lengths)
      const isSmall = !recomputeActivations && tokensOf(planned) <= tokensPerGraph
      return isSmall ? runWhole(planned, texts, rows) : runInParts(texts, rows)
    },
    async evaluate(texts, rows) {
      const { embeddings } = await encodeInParts(texts, rows, false)
      const { loss, outputs } = await differentiateLoss(texts, rows, embeddings)
      return { loss, outputs }
    },
    async release() {
      for (const cache of Object.values(caches)) await cache.release()
      await runEncoder.release()
      await weights.release()
    },
  }
}

type Embeddings = Record<Side, Float32Array>
interface Place { side: Side; position: number }
/** A run of distinct texts, and where each of them stands in the micro-batch. */
interface RunOfPlaces extends TextRun { places: Place[][] }

/** Where each distinct text of a micro-batch stands. */
function placesOf(texts: StepTexts): Map<Sequence, Place[]> {
  const places = new Map<Sequence, Place[]>()
  for (const side of SIDES) {
    texts[side].forEach((sequence, position) => { places.set(sequence, [...(places.get(sequence) ?? []), { side, position }]) })
  }
  return places
}

function addInto(total: Float32Array, addend: Float32Array): void {
  for (let i = 0; i < total.length; i++) total[i] = (total[i] as number) + (addend[i] as number)
}
