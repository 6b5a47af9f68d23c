/** Stage one as something the trainer can train: groups of one query, its positive and its negatives, scored by InfoNCE. */
import { input } from '../graph/tensor.ts'
import { infoNceLoss, type InfoNceConfig } from '../losses/info-nce.ts'
import type { EncoderModel } from '../models/token-encoder.ts'
import type { TrainableModel } from '../trainer.ts'
import { createStepModel, type StepModelOptions } from './step-model.ts'
import type { TextTable } from './text-table.ts'

/** Texts by their number in the table; the positive comes first among the passages. */
export interface ContrastiveGroup { row: number; query: number; passages: readonly number[] }

export interface ContrastiveModelOptions extends StepModelOptions, InfoNceConfig {
  batchSize: number
  /** Passages of a group, the positive included; smaller groups are filled up with passages that do not count. */
  groupSize: number
  table: TextTable
  /** Every known positive of a query: never its negative, whoever's group it stands in. */
  positivesOf: ReadonlyMap<number, ReadonlySet<number>>
}

const EXCLUDED = -1e9

export function createContrastiveModel(model: EncoderModel, options: ContrastiveModelOptions): TrainableModel<readonly ContrastiveGroup[]> & { release(): Promise<void> } {
  const { batchSize, groupSize, table, inBatchNegatives, positivesOf } = options
  const candidates = inBatchNegatives ? batchSize * groupSize : groupSize
  const step = createStepModel(model, (query, passages) => {
    const bias = input('bias', [batchSize, candidates])
    const weights = input('weights', [batchSize])
    return { loss: infoNceLoss({ query, passages, bias, weights }, options), outputs: [] }
  }, options)

  /** [batchSize, candidates]: which passages may stand against each query. */
  function biasOf(groups: readonly ContrastiveGroup[]): Float32Array {
    const bias = new Float32Array(batchSize * candidates)
    groups.forEach(({ query }, row) => {
      const positives = positivesOf.get(query)
      for (let candidate = 0; candidate < candidates; candidate++) {
        const position = candidate % groupSize
        const owner = inBatchNegatives ? Math.floor(candidate / groupSize) : row
        const passage = groups[owner]?.passages[position]
        const isOwnPositive = owner === row && position === 0
        const counts = passage !== undefined && (isOwnPositive || !positives?.has(passage))
        if (!counts) bias[row * candidates + candidate] = EXCLUDED
      }
    })
    return bias
  }

  return {
    weights: step.weights,
    describeRows: (groups) => `rows ${groups.map(({ row }) => row + 1).join(', ')}`,
    async computeLoss(groups) {
      const weights = new Float32Array(batchSize).fill(1 / groups.length, 0, groups.length)
      const passages = groups.flatMap((group) => Array.from({ length: groupSize }, (_, position) => table.get(group.passages[position] ?? (group.passages[0] as number))))
      const texts = { queries: groups.map(({ query }) => table.get(query)), passages, feeds: new Map([['bias', biasOf(groups)], ['weights', weights]]) }
      const { loss } = await step.run(texts, { queries: batchSize, passages: batchSize * groupSize })
      return { loss, metrics: {} }
    },
    release: () => step.release(),
  }
}
