/** Loss and gradients of one micro-batch of texts. It does not know which loss.
 *
 * A small micro-batch is one compiled graph. A larger one is encoded run by run, the loss is differentiated with respect to the embeddings alone, and each
 * run is then computed again with that gradient (gradient caching, arXiv 2101.06983): the same gradients, in memory that does not grow with the batch.
 */
import { GraphCache } from '../executors/graph-cache.ts'
import { compileGraph, type CompiledGraph, type ExecutorOptions, type HostArray } from '../executors/onnxruntime.ts'
import type { HostTensor } from '../files/safetensors.ts'
import { multiply } from '../graph/elementwise.ts'
import { gradients } from '../graph/gradients.ts'
import { sum } from '../graph/reduce.ts'
import { input, type Tensor } from '../graph/tensor.ts'
import { WORD_EMBEDDINGS } from '../models/bert.ts'
import { bertParameterShapes } from '../models/bert-parameters.ts'
import { planRuns, TRAINING_SHAPES, type PlannedRun } from '../models/plan-runs.ts'
import { textEmbeddings, textFeeds } from '../models/text-embeddings.ts'
import type { EncoderModel } from '../models/token-encoder.ts'
import { bucketLength, layOutTokens, type TokenBatchShape } from '../models/token-batch.ts'
import { createDeviceWeights } from '../weights/device-weights.ts'
import { createHostWeights } from '../weights/host-weights.ts'
import type { WeightedGraph, WeightStore } from '../weights/weight-store.ts'
import type { Sequence } from './text-table.ts'

/** The texts of a micro-batch and what its loss is fed besides. */
export interface StepTexts { queries: readonly Sequence[]; passages: readonly Sequence[]; feeds: ReadonlyMap<string, HostArray> }

/** Number of rows each side is laid out in; at least the number of texts. */
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
}

const DEFAULT_TOKENS_PER_GRAPH = 4096
const COMPILED_SHAPES = { whole: 2, forward: 4, backward: 3, loss: 4 }

export function createStepModel(model: EncoderModel, buildLoss: BuildLoss, options: StepModelOptions): StepModel {
  const { config, pooling } = model
  const { tokensPerGraph = DEFAULT_TOKENS_PER_GRAPH, device, threads } = options
  const executor = { device, threads }
  const encoderParameters = new Map([...bertParameterShapes(config).keys()].map((name) => [name, model.parameters.get(name) as HostTensor]))
  const createWeights = device === 'webgpu' ? createDeviceWeights : createHostWeights // the one provider whose binding keeps tensors on the device
  const weights = createWeights({ parameters: encoderParameters, isTrained: (name) => !(options.freezeEmbeddings && name === WORD_EMBEDDINGS), ...executor })
  const caches = {
    whole: new GraphCache<WeightedGraph>(COMPILED_SHAPES.whole), forward: new GraphCache<WeightedGraph>(COMPILED_SHAPES.forward),
    backward: new GraphCache<WeightedGraph>(COMPILED_SHAPES.backward), loss: new GraphCache<CompiledGraph>(COMPILED_SHAPES.loss),
  }

  const shapeOf = (sequences: readonly Sequence[], rows: number): TokenBatchShape => (
    { rows, length: bucketLength(Math.max(...sequences.map(({ length }) => length)), config.maxPositionEmbeddings, TRAINING_SHAPES.lengths) }
  )
  const layOut = (sequences: readonly Sequence[], shape: TokenBatchShape, prefix: string): [string, HostArray][] => textFeeds(layOutTokens(sequences, shape, config.padTokenId, pooling), prefix)

  async function runWhole(texts: StepTexts, query: TokenBatchShape, passage: TokenBatchShape): Promise<StepResult> {
    const compile = () => {
      const { loss, outputs } = buildLoss(textEmbeddings(config, weights.parameter, query, 'query.'), textEmbeddings(config, weights.parameter, passage, 'passage.'))
      return weights.compileGradients(loss, [loss, ...outputs])
    }
    const feeds = new Map([...layOut(texts.queries, query, 'query.'), ...layOut(texts.passages, passage, 'passage.'), ...texts.feeds])
    const key = `${query.rows}x${query.length} ${passage.rows}x${passage.length}`
    const [loss, ...outputs] = await caches.whole.use(key, compile, (graph) => graph.run(feeds))
    return { loss: loss?.[0] as number, outputs }
  }

  async function encodeRun({ shape, indices }: PlannedRun, sequences: readonly Sequence[]): Promise<Float32Array> {
    const compile = () => weights.compile([textEmbeddings(config, weights.parameter, shape)])
    const feeds = new Map(layOut(indices.map((index) => sequences[index] as Sequence), shape, ''))
    const [embeddings] = await caches.forward.use(`${shape.rows}x${shape.length}`, compile, (graph) => graph.run(feeds))
    return embeddings as Float32Array
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

  async function differentiateRun({ shape, indices }: PlannedRun, sequences: readonly Sequence[], upstream: Float32Array): Promise<void> {
    const compile = () => {
      const embeddings = textEmbeddings(config, weights.parameter, shape)
      return weights.compileGradients(sum(multiply(embeddings, input('upstream', embeddings.dims)), [0, 1]), [])
    }
    const feeds = new Map([...layOut(indices.map((index) => sequences[index] as Sequence), shape, ''), ['upstream', upstream] as const])
    await caches.backward.use(`${shape.rows}x${shape.length}`, compile, (graph) => graph.run(feeds))
  }

  /** Every distinct text encoded once, put wherever it stands. */
  async function encodeInParts(texts: StepTexts, rows: StepRows): Promise<{ embeddings: Embeddings; runs: PlannedRun[]; sequences: Sequence[]; places: Map<Sequence, Place[]> }> {
    const hidden = config.hiddenSize
    const places = placesOf(texts)
    const sequences = [...places.keys()]
    const runs = planRuns(sequences.map(({ length }) => length), config.maxPositionEmbeddings, TRAINING_SHAPES)
    const embeddings: Embeddings = { queries: new Float32Array(rows.queries * hidden), passages: new Float32Array(rows.passages * hidden) }
    for (const run of runs) {
      const values = await encodeRun(run, sequences) // [rows, hidden]
      run.indices.forEach((index, row) => {
        for (const { side, position } of placesAt(places, sequences, index)) embeddings[side].set(values.subarray(row * hidden, (row + 1) * hidden), position * hidden)
      })
    }
    return { embeddings, runs, sequences, places }
  }

  async function runInParts(texts: StepTexts, rows: StepRows): Promise<StepResult> {
    const hidden = config.hiddenSize
    const { embeddings, runs, sequences, places } = await encodeInParts(texts, rows)
    const { gradients: upstreamOf, ...result } = await differentiateLoss(texts, rows, embeddings)
    for (const run of runs) {
      const upstream = new Float32Array(run.indices.length * hidden) // a text used at several places receives the sum of their gradients
      run.indices.forEach((index, row) => {
        for (const { side, position } of placesAt(places, sequences, index)) addInto(upstream.subarray(row * hidden, (row + 1) * hidden), upstreamOf[side].subarray(position * hidden, (position + 1) * hidden))
      })
      await differentiateRun(run, sequences, upstream)
    }
    return result
  }

  return {
    weights,
    run(texts, rows) {
      const query = shapeOf(texts.queries, rows.queries)
      const passage = shapeOf(texts.passages, rows.passages)
      const isSmall = query.rows * query.length + passage.rows * passage.length <= tokensPerGraph
      return isSmall ? runWhole(texts, query, passage) : runInParts(texts, rows)
    },
    async evaluate(texts, rows) {
      const { embeddings } = await encodeInParts(texts, rows)
      const { loss, outputs } = await differentiateLoss(texts, rows, embeddings)
      return { loss, outputs }
    },
    async release() {
      for (const cache of Object.values(caches)) await cache.release()
      await weights.release()
    },
  }
}

type Side = 'queries' | 'passages'
type Embeddings = Record<Side, Float32Array>
interface Place { side: Side; position: number }

/** Where each distinct text of a micro-batch stands. */
function placesOf(texts: StepTexts): Map<Sequence, Place[]> {
  const places = new Map<Sequence, Place[]>()
  for (const side of ['queries', 'passages'] as const) {
    texts[side].forEach((sequence, position) => { places.set(sequence, [...(places.get(sequence) ?? []), { side, position }]) })
  }
  return places
}

function placesAt(places: ReadonlyMap<Sequence, Place[]>, sequences: readonly Sequence[], index: number): Place[] {
  return places.get(sequences[index] as Sequence) as Place[]
}

function addInto(total: Float32Array, addend: Float32Array): void {
  for (let i = 0; i < total.length; i++) total[i] = (total[i] as number) + (addend[i] as number)
}
