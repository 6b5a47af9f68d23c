/** What a stage of training is given and gives back; both stages share it. */
import { EngineError } from '../errors.ts'
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

/** The defaults with what is given; refuses what no run can start with. */
export function completeConfig<Config extends StageConfig>(defaults: Config, given: Partial<Config> = {}): Config {
  const present = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  const config: Config = { ...defaults, ...present }
  for (const name of ['batchSize', 'gradientAccumulationSteps', 'checkpointSteps', 'maxSteps'] as const) {
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
