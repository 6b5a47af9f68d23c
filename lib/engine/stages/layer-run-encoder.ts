/** A run layer by layer (activation recomputation, arXiv 1604.06174): between the passes only the input of each layer is kept, and a layer's backward graph
 * computes what is inside it once more. All layers share one compiled graph that is given each layer's weights in turn.
 */
import { GraphCache } from '../executors/graph-cache.ts'
import { multiply } from '../graph/elementwise.ts'
import { gather } from '../graph/gather.ts'
import { gradients } from '../graph/gradients.ts'
import { sum } from '../graph/reduce.ts'
import { input, isInput, type Tensor } from '../graph/tensor.ts'
import { topologicalOrder } from '../graph/topological-order.ts'
import { applyLayer, embedTokens, finishLayers, layerPrefix, wordEmbeddingsName, type ModelConfig, type ParameterLookup } from '../models/architecture.ts'
import { poolTexts } from '../models/text-embeddings.ts'
import type { TokenBatchShape } from '../models/token-batch.ts'
import type { WeightedGraph, WeightStore } from '../weights/weight-store.ts'
import { RUN_SHAPES, shapeKey, type RunEncoder, type TextRun } from './run-encoder.ts'

/** The model in three pieces; a layer's input and output are [rows · length, hidden]. */
export interface ModelPieces { embed: Tensor; layer: Tensor; head: Tensor; /** What layer and head read. */ x: Tensor }
type Piece = 'embed' | 'layer' | 'head'
const PIECES = 3

export function modelPieces(config: ModelConfig, parameter: ParameterLookup, { rows, length }: TokenBatchShape): ModelPieces {
  const x = input('x', [rows * length, config.hiddenSize])
  const attentionBias = input('attentionBias', [rows, 1, 1, length])
  return {
    x,
    embed: embedTokens(config, parameter, gather(parameter(wordEmbeddingsName(config)), input('inputIds', [rows, length], 'int64'))),
    layer: applyLayer(config, parameter, 0, x, { rows, length, attentionBias }),
    head: poolTexts(finishLayers(config, parameter, x), { rows, length }), // [rows, hidden]
  }
}

/** Σ upstream · piece: the scalar whose gradients carry those of the loss through a piece. */
export function upstreamProduct(piece: Tensor): Tensor {
  return sum(multiply(piece, input('upstream', piece.dims)), [0, 1])
}

export interface LayerRunOptions {
  /** Layer inputs of so many tokens of a micro-batch are kept; those of further runs are computed again. */
  keptTokens: number
  isTrained: (name: string) => boolean
}

export function createLayerRunEncoder(config: ModelConfig, weights: WeightStore, { keptTokens, isTrained }: LayerRunOptions): RunEncoder {
  const [forward, backward] = [new GraphCache<WeightedGraph>(PIECES * RUN_SHAPES.forward), new GraphCache<WeightedGraph>(PIECES * RUN_SHAPES.backward)]
  const kept = new Map<TextRun, Float32Array[]>()
  const trainsEmbed = topologicalOrder([modelPieces(config, weights.parameter, { rows: 1, length: 1 }).embed]).some((tensor) => isInput(tensor) && isTrained(tensor.name as string))
  const ofLayer = (index: number) => (name: string): string => name.replace(layerPrefix(config, 0), layerPrefix(config, index))
  const sizeOf = ({ shape: { rows, length } }: TextRun): number => rows * length
  const roomLeft = (): number => [...kept.keys()].reduce((room, run) => room - sizeOf(run), keptTokens)

  async function runForward(piece: Piece, { shape, feeds }: TextRun, x?: Float32Array, layer = 0): Promise<Float32Array> {
    const compile = (): Promise<WeightedGraph> => weights.compile([modelPieces(config, weights.parameter, shape)[piece]])
    const given = x === undefined ? feeds : new Map([...feeds, ['x', x] as const])
    const [output] = await forward.use(`${piece} ${shapeKey(shape)}`, compile, (graph) => graph.run(given, ofLayer(layer)))
    return output as Float32Array
  }

  /** The gradient of what the piece reads, when it reads `x`. */
  async function runBackward(piece: Piece, { shape, feeds }: TextRun, upstream: Float32Array, x?: Float32Array, layer = 0): Promise<Float32Array> {
    const compile = (): Promise<WeightedGraph> => {
      const built = modelPieces(config, weights.parameter, shape)
      const loss = upstreamProduct(built[piece])
      return weights.compileGradients(loss, x === undefined ? [] : gradients(loss, [built.x]))
    }
    const given = new Map([...feeds, ['upstream', upstream] as const, ...(x === undefined ? [] : [['x', x] as const])])
    const [gradient] = await backward.use(`${piece} ${shapeKey(shape)}`, compile, (graph) => graph.run(given, ofLayer(layer)))
    return gradient as Float32Array
  }

  /** What each layer reads, and last what the head reads. */
  async function layerInputs(run: TextRun): Promise<Float32Array[]> {
    const inputs = [await runForward('embed', run)]
    for (let layer = 0; layer < config.numLayers; layer++) inputs.push(await runForward('layer', run, inputs[layer], layer))
    return inputs
  }

  return {
    async encode(run, willDifferentiate) {
      let x = await runForward('embed', run)
      const inputs = [x]
      const isKept = willDifferentiate && sizeOf(run) <= roomLeft()
      for (let layer = 0; layer < config.numLayers; layer++) {
        x = await runForward('layer', run, x, layer)
        if (isKept) inputs.push(x)
      }
      if (isKept) kept.set(run, inputs)
      return runForward('head', run, x)
    },
    async differentiate(run, upstream) {
      const inputs = kept.get(run) ?? await layerInputs(run)
      kept.delete(run)
      let gradient = await runBackward('head', run, upstream, inputs.pop())
      for (let layer = config.numLayers - 1; layer >= 0; layer--) gradient = await runBackward('layer', run, gradient, inputs.pop(), layer)
      if (trainsEmbed) await runBackward('embed', run, gradient)
    },
    async release() {
      kept.clear()
      await forward.release()
      await backward.release()
    },
  }
}
