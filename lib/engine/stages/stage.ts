/** What a stage of training is given and gives back; both stages share it. */
import type { Device } from '../executors/onnxruntime.ts'

export interface StepMetrics {
  /** Counted from 1. */
  step: number
  totalSteps: number
  epoch: number
  loss: number
  grad_norm: number
  learning_rate: number
  secondsPerStep: number
  'rewards/chosen'?: number
  'rewards/rejected'?: number
  'rewards/margins'?: number
  'rewards/accuracies'?: number
}

export interface StageOptions {
  modelFolder: string
  outputFolder: string
  device?: Device
  threads?: number
  onStep?: (metrics: StepMetrics) => void | Promise<void>
  signal?: AbortSignal
  /** Holds the run's last checkpoint; a run of the same configuration and data goes on from it. Emptied when the run is done. */
  checkpointFolder?: string
}

export interface StageConfig {
  learningRate: number
  numEpochs: number
  /** Takes the place of numEpochs when given. */
  maxSteps?: number
  batchSize: number
  gradientAccumulationSteps: number
  warmupRatio: number
  weightDecay: number
  maxGradNorm: number
  temperature: number
  seed: number
  maxQueryLength: number
  maxPassageLength: number
  checkpointSteps: number
  /** Word embeddings keep their values: half of a small model's parameters, so steps are faster and checkpoints smaller. */
  freezeEmbeddings: boolean
}

export interface StageResult { steps: number; finalLoss: number; seconds: number; outputFolder: string; droppedRows: number }
