/** Where a model's weights, their gradients and their moments live while it is trained: on the host or on a device. The trainer and the stages know only this. */
import type { HostArray } from '../executors/onnxruntime.ts'
import type { HostTensor } from '../files/safetensors.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { AdamWState } from '../optimizer.ts'

/** What a run goes on from: values of the trained weights and of their moments. */
export interface TrainingState { parameters: ReadonlyMap<string, HostTensor>; optimizer: AdamWState }

export interface WeightUpdate { learningRate: number; /** Gradients are multiplied by it on the way. */ gradientScale: number; weightDecay: number }

/** A compiled graph to which the store gives the weights; the caller feeds the rest. */
export interface WeightedGraph {
  /** Outputs on the host. `weightOf` names the weight that stands for another of the same shape: one graph for many layers. */
  run(feeds: ReadonlyMap<string, HostArray>, weightOf?: (name: string) => string): Promise<Float32Array[]>
  release(): Promise<void>
}

export interface WeightStore {
  /** Steps taken, over all sittings. */
  readonly step: number
  /** A weight as an input of a graph, trained or frozen; always the same tensor for a name. */
  parameter(name: string): Tensor
  compile(outputs: readonly Tensor[]): Promise<WeightedGraph>
  /** Each run also adds the gradients of the scalar `loss`, for every trained weight that it depends on, to those that the store holds. */
  compileGradients(loss: Tensor, outputs: readonly Tensor[]): Promise<WeightedGraph>
  zeroGradients(): Promise<void>
  /** ‖g‖ over all gradients together. */
  gradientNorm(): Promise<number>
  /** After a gradient that is not finite: whether the step is worth another try, since its numbers left the range of half precision. */
  retryAfterOverflow?(): boolean
  /** One step of AdamW with the gradients held. */
  update(update: WeightUpdate): Promise<void>
  /** The trained weights and their moments; they may be the store's own arrays, so they hold until the next update. */
  read(): Promise<TrainingState>
  load(state: TrainingState): Promise<void>
  release(): Promise<void>
}
