import type { Flag, FlagValues } from './command.ts'

/** The hyper-parameters that both stages share, as flags in kebab case; what is left out keeps the engine's default. */
const SHARED = {
  learningRate: { help: 'peak of the cosine schedule', least: 0, isWhole: false },
  numEpochs: { help: 'passes over the data', least: 0, isWhole: false },
  maxSteps: { help: 'stop after N optimiser steps', least: 1, isWhole: true },
  batchSize: { help: 'rows per step and accumulation', least: 1, isWhole: true },
  gradientAccumulationSteps: { help: 'batches per optimiser step', least: 1, isWhole: true },
  warmupRatio: { help: 'share of the steps in which the learning rate rises', least: 0, isWhole: false },
  weightDecay: { help: 'of AdamW', least: 0, isWhole: false },
  maxGradNorm: { help: 'gradients are clipped to this norm', least: 0, isWhole: false },
  temperature: { help: 'divides the scores; sentence-transformers calls 1/temperature scale', least: 1e-6, isWhole: false },
  maxQueryLength: { help: 'tokens of a query, specials included', least: 3, isWhole: true },
  maxPassageLength: { help: 'tokens of a passage, specials included', least: 3, isWhole: true },
  checkpointSteps: { help: 'steps between checkpoints', least: 1, isWhole: true },
  evalSteps: { help: 'steps between evaluations of the held-out rows; a tenth of the run when left out', least: 1, isWhole: true },
  earlyStoppingPatience: { help: 'stop after N evaluations without a lower held-out loss', least: 1, isWhole: true },
  tokensPerGraph: { help: 'batches of more tokens than this are computed in parts: less memory, more time; 4096 when left out', least: 0, isWhole: true },
  seed: { help: 'of the order of the rows', least: 0, isWhole: true },
}

export type SharedHyperParameters = { [Name in keyof typeof SHARED]?: number }

const kebabCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

export const hyperParameterFlags: Record<string, Flag> = Object.fromEntries(
  Object.entries(SHARED).map(([name, { help, isWhole }]) => [kebabCase(name), { value: isWhole ? 'N' : 'X', help }]),
)

export function hyperParametersOf(flags: FlagValues): SharedHyperParameters {
  const values: SharedHyperParameters = {}
  for (const name of Object.keys(SHARED) as (keyof typeof SHARED)[]) {
    const value = flags.number(kebabCase(name), SHARED[name])
    if (value !== undefined) values[name] = value
  }
  return values
}
