/** What a stage of training is given and gives back; both stages share it. */
import { EngineError } from '../errors.ts'
import type { Device } from '../executors/onnxruntime.ts'
import type { HeldOutMetrics } from './evaluate-held-out.ts'

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

export interface EvaluationMetrics extends HeldOutMetrics {
  /** Steps taken before; 0 for the weights that the run begins with. */
  step: number
  totalSteps: number
  epoch: number
  /** No evaluation before had so low a loss. */
  isBest: boolean
}

export interface StageOptions {
  modelFolder: string
  outputFolder: string
  device?: Device
  /** Matrix products in half precision, weights kept in float32: for GPUs. */
  hasHalfProducts?: boolean
  threads?: number
  onStep?: (metrics: StepMetrics) => void | Promise<void>
  onEvaluation?: (metrics: EvaluationMetrics) => void | Promise<void>
  /** Texts that the frozen reference has encoded, before the first step. */
  onReferenceProgress?: (done: number, total: number) => void
  signal?: AbortSignal
  /** Holds the run's last checkpoint; a run of the same configuration and data goes on from it. Emptied when the run is done. */
  checkpointFolder?: string
  /** A run that would make the process larger than this is refused before it starts; without it, one that needs more than the machine has free. */
  maxMemoryBytes?: number
  /** Stands for the machine's free memory in tests. */
  readAvailableMemory?: () => Promise<number>
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
  /** Steps between two evaluations of the held-out rows; a tenth of the run when left out. */
  evalSteps?: number
  /** Stops after so many evaluations without a lower held-out loss. */
  earlyStoppingPatience?: number
  /** With held-out rows, the weights of the lowest held-out loss are written; false: those of the last step. */
  loadBestModelAtEnd?: boolean
  /** Largest micro-batch that is computed as one graph, in tokens with padding; a larger one is computed in parts. */
  tokensPerGraph?: number
  /** Keep only the input of each layer and compute the rest again for the gradients: less memory, more time. */
  recomputeActivations?: boolean
}

export interface StageResult {
  steps: number
  finalLoss: number
  seconds: number
  outputFolder: string
  droppedRows: number
  stoppedEarly: boolean
  /** Null without held-out rows. */
  best: { step: number; eval_loss: number } | null
}

/** The defaults with what is given; refuses what no run can start with. */
export function completeConfig<Config extends StageConfig>(defaults: Config, given: Partial<Config> = {}): Config {
  const present = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  const config: Config = { ...defaults, ...present }
  for (const name of ['batchSize', 'gradientAccumulationSteps', 'checkpointSteps', 'maxSteps', 'evalSteps', 'earlyStoppingPatience'] as const) {
    const value = config[name]
    if (value !== undefined && (!Number.isSafeInteger(value) || value < 1)) throw new EngineError(`${name} must be a whole number of at least 1, it is ${value}.`)
  }
  for (const name of ['learningRate', 'numEpochs', 'maxGradNorm', 'temperature'] as const) {
    if (!(config[name] > 0 && Number.isFinite(config[name]))) throw new EngineError(`${name} must be a number above 0, it is ${config[name]}.`)
  }
  for (const name of ['maxQueryLength', 'maxPassageLength'] as const) {
    if (!Number.isSafeInteger(config[name]) || config[name] < 3) throw new EngineError(`${name} must be a whole number of at least 3 tokens, it is ${config[name]}.`)
  }
  return config
}
