/** Stage one: contrastive training (InfoNCE) of a model folder on queries with positives and negatives. It knows no database. */
import { EngineError } from '../errors.ts'
import { readModelFolder, requireTokenizer } from '../files/model-folder.ts'
import { groupSizeOf, makeGroups, passagesOf, selectRows, type ContrastiveGroup, type TokenizedRow } from './contrastive-groups.ts'
import { createContrastiveModel } from './contrastive-model.ts'
import type { BatchTexts } from './memory-estimate.ts'
import { chunk, epochRandom, planBatches } from './plan-batches.ts'
import { requireMemory } from './require-memory.ts'
import { runStage } from './run-stage.ts'
import { completeConfig, type StageConfig, type StageOptions, type StageResult } from './stage.ts'
import { TextTable } from './text-table.ts'

export interface ContrastiveRow { query: string; positives: string[]; negatives: string[] }

export interface ContrastiveConfig extends StageConfig {
  /** Compare each query with the passages of the other queries of its batch too. */
  inBatchNegatives: boolean
  /** At most so many of a row's own negatives are used, drawn anew in each epoch. */
  negativesPerQuery: number
}

/** Temperature, learning rate, epochs, warm-up and five hard negatives as in RankPO's stage one (arXiv 2503.10723, its published command); its batch is 128 on four GPUs. */
export const CONTRASTIVE_DEFAULTS: ContrastiveConfig = {
  learningRate: 1e-5, numEpochs: 3, batchSize: 32, gradientAccumulationSteps: 1, warmupRatio: 0.1, weightDecay: 0.01, maxGradNorm: 1,
  temperature: 0.02, seed: 42, maxQueryLength: 128, maxPassageLength: 256, checkpointSteps: 50, freezeEmbeddings: false, inBatchNegatives: true, negativesPerQuery: 5,
}

export async function trainContrastive(options: StageOptions & { rows: readonly ContrastiveRow[]; heldOutRows?: readonly ContrastiveRow[]; config?: Partial<ContrastiveConfig> }): Promise<StageResult> {
  const config = completeConfig(CONTRASTIVE_DEFAULTS, options.config)
  const folder = await readModelFolder(options.modelFolder)
  const tokenizer = requireTokenizer(folder)
  const table = new TextTable()
  const passage = (text: string): number => table.add(tokenizer.encode(text, Math.min(config.maxPassageLength, folder.maxLength)))
  const tokenize = (given: readonly ContrastiveRow[]): TokenizedRow[] => given.map(({ query, positives, negatives }, row) => ({
    row,
    query: table.add(tokenizer.encode(query, Math.min(config.maxQueryLength, folder.maxLength))),
    positives: [...new Set(positives.map(passage))],
    negatives: [...new Set(negatives.map(passage))],
  }))
  const rows = tokenize(options.rows)
  const heldOutRows = tokenize(options.heldOutRows ?? [])
  const { usable, positivesOf } = selectRows(rows, config.inBatchNegatives)
  if (usable.length === 0) throw new EngineError('None of the rows can be trained on: each needs a positive, and a negative that differs from it within the maximum length.')
  const { usable: measurable, positivesOf: heldOutPositivesOf } = selectRows(heldOutRows, config.inBatchNegatives, positivesOf)
  if (options.heldOutRows !== undefined && measurable.length === 0) throw new EngineError('None of the held-out rows can be measured: each needs a positive, and a negative that differs from it within the maximum length.')
  const groupSize = groupSizeOf(usable, config.negativesPerQuery)
  const { temperature, inBatchNegatives, freezeEmbeddings, tokensPerGraph, recomputeActivations } = config
  const batchSize = Math.min(config.batchSize, usable.reduce((count, { positives }) => count + positives.length, 0)) // no empty rows are computed for a small data set
  const { device, threads, hasHalfProducts } = options
  const planEpoch = (epoch: number): ContrastiveGroup[][] => {
    const random = epochRandom(config.seed, epoch)
    const groups = makeGroups(usable, groupSize, random).map((group) => [group])
    return planBatches(groups, batchSize, random, ([group]) => Math.max(...(group?.passages ?? []).map((text) => table.get(text).length)))
  }
  const textsOf = (batch: readonly ContrastiveGroup[]): BatchTexts => ({ queries: batch.map(({ query }) => table.get(query)), passages: passagesOf(batch, groupSize).map((text) => table.get(text)) })
  await requireMemory(folder.config, planEpoch(0).map(textsOf), config, measurable.length > 0, options)
  const model = createContrastiveModel(folder, { device, threads, hasHalfProducts, batchSize, groupSize, temperature, inBatchNegatives, freezeEmbeddings, tokensPerGraph, recomputeActivations, table, positivesOf, heldOutPositivesOf })
  const heldOut = chunk(makeGroups(measurable, groupSize, epochRandom(config.seed, 0)), batchSize)
  try {
    return await runStage({ model, folder, heldOut, identity: ['contrastive', config, usable, measurable, table.sequences], planEpoch, droppedRows: rows.length - usable.length }, config, options)
  } finally {
    await model.release()
  }
}
