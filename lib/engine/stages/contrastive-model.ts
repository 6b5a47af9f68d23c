/** Stage one as something the trainer can train: groups of one query, its positive and its negatives, scored by InfoNCE. */
import { input } from '../graph/tensor.ts'
import { candidateScores, infoNceLoss, type InfoNceConfig } from '../losses/info-nce.ts'
import type { EncoderModel } from '../models/token-encoder.ts'
import type { TrainableModel } from '../trainer.ts'
import { candidateBias, candidatesPerQuery, passagesOf, type ContrastiveGroup, type PositivesOf } from './contrastive-groups.ts'
import { createStepModel, type StepModel, type StepModelOptions } from './step-model.ts'
import type { TextTable } from './text-table.ts'

export interface ContrastiveModelOptions extends StepModelOptions, InfoNceConfig {
  batchSize: number
  /** Passages of a group, the positive included; smaller groups are filled up with passages that do not count. */
  groupSize: number
  table: TextTable
  positivesOf: PositivesOf
  /** The same for held-out rows, whose positives training does not know of. */
  heldOutPositivesOf?: PositivesOf
}

export function createContrastiveModel(model: EncoderModel, options: ContrastiveModelOptions): TrainableModel<readonly ContrastiveGroup[]> & { release(): Promise<void> } {
  const { batchSize, groupSize, table, inBatchNegatives, positivesOf, heldOutPositivesOf = positivesOf } = options
  const candidates = candidatesPerQuery(options)
  const step = createStepModel(model, (query, passages) => {
    const bias = input('bias', [batchSize, candidates])
    const weights = input('weights', [batchSize])
    const scores = candidateScores({ query, passages, bias }, options)
    return { loss: infoNceLoss({ query, passages, bias, weights }, options), outputs: [scores] }
  }, options)

  const layOut = (groups: readonly ContrastiveGroup[], known: PositivesOf): Parameters<StepModel['run']> => {
    const weights = new Float32Array(batchSize).fill(1 / groups.length, 0, groups.length)
    const passages = passagesOf(groups, groupSize).map((text) => table.get(text))
    const texts = { queries: groups.map(({ query }) => table.get(query)), passages, feeds: new Map([['bias', candidateBias(groups, options, known)], ['weights', weights]]) }
    return [texts, { queries: batchSize, passages: batchSize * groupSize }]
  }

  return {
    weights: step.weights,
    describeRows: (groups) => `rows ${groups.map(({ row }) => row + 1).join(', ')}`,
    async computeLoss(groups) {
      const { loss } = await step.run(...layOut(groups, positivesOf))
      return { loss, metrics: {} }
    },
    async evaluateLoss(groups) {
      const { loss, outputs: [scores] } = await step.evaluate(...layOut(groups, heldOutPositivesOf))
      return { loss, metrics: { 'mrr@10': meanReciprocalRank(scores as Float32Array, groups.length) } }
    },
    release: () => step.release(),
  }

  /** Mean over the queries of 1/rank of the positive among the candidates of its batch, 0 from rank 11 on; a tie counts as lost. */
  function meanReciprocalRank(scores: Float32Array, queries: number): number {
    let total = 0
    for (let row = 0; row < queries; row++) {
      const own = scores.subarray(row * candidates, (row + 1) * candidates)
      const positive = inBatchNegatives ? row * groupSize : 0
      const rank = own.reduce((better, score, candidate) => (candidate !== positive && score >= (own[positive] as number) ? better + 1 : better), 1)
      total += rank <= 10 ? 1 / rank : 0
    }
    return total / queries
  }
}
