/** Stage two as something the trainer can train: preference pairs scored by RankPO, each distinct text of a batch encoded once. */
import { multiply } from '../graph/elementwise.ts'
import { gather } from '../graph/gather.ts'
import { sum } from '../graph/reduce.ts'
import { input, type Tensor } from '../graph/tensor.ts'
import { rankpoLoss, type RankpoLossConfig } from '../losses/rankpo.ts'
import type { EncoderModel } from '../models/token-encoder.ts'
import type { LossResult, TrainableModel } from '../trainer.ts'
import { createStepModel, type StepModel, type StepModelOptions, type StepResult } from './step-model.ts'
import type { TextTable } from './text-table.ts'

/** Texts by their number in the table, with the scores of the frozen reference model (zero without one). */
export interface PreferencePair { row: number; query: number; chosen: number; rejected: number; refChosenScore: number; refRejectedScore: number }

export interface RankpoModelOptions extends StepModelOptions, RankpoLossConfig {
  batchSize: number
  hasReference: boolean
  table: TextTable
}

export function createRankpoModel(model: EncoderModel, options: RankpoModelOptions): TrainableModel<readonly PreferencePair[]> & { release(): Promise<void> } {
  const { batchSize, hasReference, table } = options
  const step = createStepModel(model, (queryEmbeddings, passageEmbeddings) => {
    const pick = (embeddings: Tensor, name: string): Tensor => gather(embeddings, input(name, [batchSize], 'int64')) // [pairs, hidden]
    const query = pick(queryEmbeddings, 'queryIndex')
    const score = (passages: Tensor): Tensor => sum(multiply(query, passages), [1]) // [pairs]: cosine, since vectors have length 1
    const chosenScores = score(pick(passageEmbeddings, 'chosenIndex'))
    const rejectedScores = score(pick(passageEmbeddings, 'rejectedIndex'))
    const reference = hasReference
      ? { kind: 'model' as const, refChosenScores: input('refChosenScores', [batchSize]), refRejectedScores: input('refRejectedScores', [batchSize]) }
      : { kind: 'none' as const }
    const loss = rankpoLoss({ chosenScores, rejectedScores, reference, weights: input('weights', [batchSize]) }, options)
    return { loss, outputs: [chosenScores, rejectedScores] }
  }, options)

  const layOut = (pairs: readonly PreferencePair[]): Parameters<StepModel['run']> => {
    const queries = [...new Set(pairs.map(({ query }) => query))]
    const passages = [...new Set(pairs.flatMap(({ chosen, rejected }) => [chosen, rejected]))]
    // a batch that is not full repeats its first text with weight 0
    const perPair = (value: (pair: PreferencePair) => number): Float32Array => Float32Array.from({ length: batchSize }, (_, index) => (pairs[index] === undefined ? 0 : value(pairs[index])))
    const indices = (value: (pair: PreferencePair) => number): BigInt64Array => BigInt64Array.from(perPair(value), BigInt)
    const queryAt = new Map(queries.map((text, index) => [text, index]))
    const passageAt = new Map(passages.map((text, index) => [text, index]))
    const feeds = new Map<string, Float32Array | BigInt64Array>([
      ['queryIndex', indices(({ query }) => queryAt.get(query) as number)],
      ['chosenIndex', indices(({ chosen }) => passageAt.get(chosen) as number)],
      ['rejectedIndex', indices(({ rejected }) => passageAt.get(rejected) as number)],
      ['refChosenScores', perPair(({ refChosenScore }) => refChosenScore)],
      ['refRejectedScores', perPair(({ refRejectedScore }) => refRejectedScore)],
      ['weights', perPair(() => 1 / pairs.length)],
    ])
    const texts = { queries: queries.map((text) => table.get(text)), passages: passages.map((text) => table.get(text)), feeds }
    const rows = { queries: bucketRows(queries.length), passages: bucketRows(passages.length) }
    return [texts, rows]
  }
  const resultOf = (pairs: readonly PreferencePair[], { loss, outputs: [chosenScores, rejectedScores] }: StepResult): LossResult => (
    { loss, metrics: rewards(pairs, chosenScores as Float32Array, rejectedScores as Float32Array, options) }
  )

  return {
    weights: step.weights,
    describeRows: (pairs) => `rows ${pairs.map(({ row }) => row + 1).join(', ')}`,
    computeLoss: async (pairs) => resultOf(pairs, await step.run(...layOut(pairs))),
    evaluateLoss: async (pairs) => resultOf(pairs, await step.evaluate(...layOut(pairs))),
    release: () => step.release(),
  }
}

/** Row counts that graphs are compiled for: at most a quarter of the rows is empty, and few shapes occur. */
export function bucketRows(count: number): number {
  const unit = 2 ** Math.max(0, Math.floor(Math.log2(count)) - 2)
  return Math.ceil(count / unit) * unit
}

/** TRL's names, and the reference implementation's measure: β·(score − reference score). */
function rewards(pairs: readonly PreferencePair[], chosenScores: Float32Array, rejectedScores: Float32Array, { beta }: RankpoLossConfig): LossResult['metrics'] {
  const total = { 'rewards/chosen': 0, 'rewards/rejected': 0, 'rewards/margins': 0, 'rewards/accuracies': 0 }
  pairs.forEach(({ refChosenScore, refRejectedScore }, index) => {
    const chosen = beta * ((chosenScores[index] as number) - refChosenScore)
    const rejected = beta * ((rejectedScores[index] as number) - refRejectedScore)
    total['rewards/chosen'] += chosen
    total['rewards/rejected'] += rejected
    total['rewards/margins'] += chosen - rejected
    total['rewards/accuracies'] += chosen > rejected ? 1 : 0
  })
  return Object.fromEntries(Object.entries(total).map(([name, value]) => [name, value / pairs.length]))
}
