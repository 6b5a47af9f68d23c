import type { ContrastiveConfig } from '../../lib/engine/stages/contrastive.ts'
import type { RankpoConfig } from '../../lib/engine/stages/rankpo.ts'

/** Everything that decides what the shipped encoder becomes, chosen by measurement on two cores; the model card shows the same values. */
export const ROW_SEED = 7

/** Stage one, first part: names of the same occupation. Short texts allow a batch as large as the paper's. */
export const TITLES: Partial<ContrastiveConfig> = { numEpochs: 2, batchSize: 128, maxQueryLength: 16, maxPassageLength: 16, learningRate: 2e-5, temperature: 0.05 }

/** Stage one, second part: jobs and people. */
export const MATCHES: Partial<ContrastiveConfig> = { maxSteps: 60, batchSize: 32, negativesPerQuery: 1, maxQueryLength: 48, maxPassageLength: 80, learningRate: 2e-5, temperature: 0.05, checkpointSteps: 20 }

/** Stage two, against the model of stage one. */
export const PREFERENCES: Partial<RankpoConfig> = { maxSteps: 30, batchSize: 16, maxQueryLength: 48, maxPassageLength: 80, learningRate: 2e-6, lossType: 'hinge' }
