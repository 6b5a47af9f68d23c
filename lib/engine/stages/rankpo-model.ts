/** Stage two as something the trainer can train: preference pairs scored by RankPO, with groups of stage one replayed beside them; each distinct text of a batch encoded once. */
import { add, multiply } from '../graph/elementwise.ts'
import { gather } from '../graph/gather.ts'
import { sum } from '../graph/reduce.ts'
import { input, scalar, type Tensor } from '../graph/tensor.ts'
import { infoNceLoss } from '../losses/info-nce.ts'
import { rankpoLoss, type RankpoLossConfig } from '../losses/rankpo.ts'
import { sftLoss } from '../losses/sft.ts'
import type { EncoderModel } from '../models/token-encoder.ts'
import type { LossResult, TrainableModel } from '../trainer.ts'
import { candidateBias, candidatesPerQuery, passagesOf, type ContrastiveGroup, type PositivesOf } from './contrastive-groups.ts'
import { createStepModel, type StepModel, type StepModelOptions, type StepResult } from './step-model.ts'
import type { TextTable } from './text-table.ts'

/** Texts by their number in the table, with the scores of the frozen reference model (zero without one). */
export interface PreferencePair { row: number; query: number; chosen: number; rejected: number; refChosenScore: number; refRejectedScore: number }

/** A batch holds pairs and, where stage one is replayed, groups of its rows. */
export type RankpoItem = PreferencePair | ContrastiveGroup

/** Shares of the terms in the loss: L = rankpoWeight · L_RankPO + sftWeight · L_SFT + replay.weight · L_InfoNCE. */
export interface RankpoTerms { rankpoWeight: number; sftWeight: number }

export interface RankpoModelOptions extends StepModelOptions, RankpoLossConfig, Partial<RankpoTerms> {
  batchSize: number
  hasReference: boolean
  table: TextTable
  replay?: { weight: number; temperature: number; batchSize: number; groupSize: number; positivesOf: PositivesOf }
}

export function createRankpoModel(model: EncoderModel, options: RankpoModelOptions): TrainableModel<readonly RankpoItem[]> & { release(): Promise<void> } {
  const { batchSize, hasReference, table, rankpoWeight = 1, sftWeight = 0, replay } = options
  const replayShape = { batchSize: replay?.batchSize ?? 0, groupSize: replay?.groupSize ?? 0, inBatchNegatives: true }

  const step = createStepModel(model, (queryEmbeddings, passageEmbeddings) => {
    const pick = (embeddings: Tensor, name: string, count: number): Tensor => gather(embeddings, input(name, [count], 'int64')) // [count, hidden]
    const query = pick(queryEmbeddings, 'queryIndex', batchSize)
    const score = (passages: Tensor): Tensor => sum(multiply(query, passages), [1]) // [pairs]: cosine, since vectors have length 1
    const chosenScores = score(pick(passageEmbeddings, 'chosenIndex', batchSize))
    const rejectedScores = score(pick(passageEmbeddings, 'rejectedIndex', batchSize))
    const weights = input('weights', [batchSize])
    const reference = hasReference
      ? { kind: 'model' as const, refChosenScores: input('refChosenScores', [batchSize]), refRejectedScores: input('refRejectedScores', [batchSize]) }
      : { kind: 'none' as const }
    const terms: Tensor[] = []
    const addTerm = (weight: number, loss: () => Tensor): void => { if (weight !== 0) terms.push(weight === 1 ? loss() : multiply(loss(), scalar(weight))) }
    addTerm(rankpoWeight, () => rankpoLoss({ chosenScores, rejectedScores, reference, weights }, options))
    addTerm(sftWeight, () => sftLoss({ chosenScores, rejectedScores, weights }, options))
    if (replay !== undefined) {
      addTerm(replay.weight, () => infoNceLoss({
        query: pick(queryEmbeddings, 'replayQueryIndex', replay.batchSize),
        passages: pick(passageEmbeddings, 'replayPassageIndex', replay.batchSize * replay.groupSize),
        bias: input('replayBias', [replay.batchSize, candidatesPerQuery(replayShape)]),
        weights: input('replayWeights', [replay.batchSize]),
      }, { temperature: replay.temperature, inBatchNegatives: true }))
    }
    return { loss: terms.reduce(add), outputs: [chosenScores, rejectedScores] }
  }, options)

  const places = { queries: batchSize + (replay?.batchSize ?? 0), passages: 2 * batchSize + (replay === undefined ? 0 : replay.batchSize * replay.groupSize) }
  const layOut = (batch: readonly RankpoItem[]): Parameters<StepModel['run']> => {
    const [pairs, groups] = divide(batch)
    const replayed = replay === undefined ? [] : passagesOf(groups, replay.groupSize)
    const queries = [...new Set(batch.map(({ query }) => query))]
    const passages = [...new Set([...pairs.flatMap(({ chosen, rejected }) => [chosen, rejected]), ...replayed])]
    const queryAt = new Map(queries.map((text, index) => [text, index]))
    const passageAt = new Map(passages.map((text, index) => [text, index]))
    const indexOf = (places: ReadonlyMap<number, number>) => (text: number): number => places.get(text) as number
    // a batch that is not full repeats its first text with weight 0
    const feeds = new Map<string, Float32Array | BigInt64Array>([
      ['queryIndex', indices(pairs.map(({ query }) => query).map(indexOf(queryAt)), batchSize)],
      ['chosenIndex', indices(pairs.map(({ chosen }) => chosen).map(indexOf(passageAt)), batchSize)],
      ['rejectedIndex', indices(pairs.map(({ rejected }) => rejected).map(indexOf(passageAt)), batchSize)],
      ['refChosenScores', filled(pairs.map(({ refChosenScore }) => refChosenScore), batchSize)],
      ['refRejectedScores', filled(pairs.map(({ refRejectedScore }) => refRejectedScore), batchSize)],
      ['weights', filled(pairs.map(() => 1 / pairs.length), batchSize)],
    ])
    if (replay !== undefined) {
      feeds.set('replayQueryIndex', indices(groups.map(({ query }) => query).map(indexOf(queryAt)), replay.batchSize))
      feeds.set('replayPassageIndex', indices(replayed.map(indexOf(passageAt)), replay.batchSize * replay.groupSize))
      feeds.set('replayBias', candidateBias(groups, replayShape, replay.positivesOf))
      feeds.set('replayWeights', filled(groups.map(() => 1 / groups.length), replay.batchSize))
    }
    const texts = { queries: queries.map((text) => table.get(text)), passages: passages.map((text) => table.get(text)), feeds }
    return [texts, places]
  }

  const resultOf = (batch: readonly RankpoItem[], { loss, outputs: [chosenScores, rejectedScores] }: StepResult): LossResult => (
    { loss, metrics: rewards(divide(batch)[0], chosenScores as Float32Array, rejectedScores as Float32Array, options) }
  )

  return {
    weights: step.weights,
    describeRows(batch) {
      const [pairs, groups] = divide(batch).map((items) => items.map(({ row }) => row + 1).join(', ')) as [string, string]
      return `rows ${pairs}${groups === '' ? '' : `, replayed rows ${groups}`}`
    },
    computeLoss: async (batch) => resultOf(batch, await step.run(...layOut(batch))),
    evaluateLoss: async (batch) => resultOf(batch, await step.evaluate(...layOut(batch))),
    release: () => step.release(),
  }
}

function divide(batch: readonly RankpoItem[]): [PreferencePair[], ContrastiveGroup[]] {
  const isPair = (item: RankpoItem): item is PreferencePair => 'chosen' in item
  return [batch.filter(isPair), batch.filter((item) => !isPair(item)) as ContrastiveGroup[]]
}

const filled = (values: readonly number[], length: number): Float32Array => Float32Array.from({ length }, (_, index) => values[index] ?? 0)
const indices = (values: readonly number[], length: number): BigInt64Array => BigInt64Array.from(filled(values, length), BigInt)

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
