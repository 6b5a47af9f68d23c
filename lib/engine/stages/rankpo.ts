/** Stage two: RankPO training of a model folder on preference pairs, against a frozen reference or without one. It knows no database. */
import { hashParameters } from '../checkpoint.ts'
import { EngineError } from '../errors.ts'
import { readModelFolder, requireTokenizer, type ModelFolder } from '../files/model-folder.ts'
import type { RankpoLossConfig } from '../losses/rankpo.ts'
import { createTokenEncoder } from '../models/token-encoder.ts'
import type { ContrastiveRow } from './contrastive.ts'
import { passagesOf, type ContrastiveGroup } from './contrastive-groups.ts'
import type { BatchTexts } from './memory-estimate.ts'
import { chunk, epochRandom, planBatches } from './plan-batches.ts'
import { createRankpoModel, type PreferencePair, type RankpoItem, type RankpoTerms } from './rankpo-model.ts'
import { createReplay, type ReplayConfig } from './replay.ts'
import { requireMemory } from './require-memory.ts'
import { runStage } from './run-stage.ts'
import { completeConfig, type StageConfig, type StageOptions, type StageResult } from './stage.ts'
import { TextTable, type Sequence } from './text-table.ts'

export interface PreferenceRow { query: string; chosen: string; rejected: string }
export type Reference = { kind: 'none' } | { kind: 'model'; folder: string }
/** Without the terms beside RankPO, a run has none. */
export interface RankpoConfig extends StageConfig, RankpoLossConfig, Partial<RankpoTerms & ReplayConfig> {}
type CompleteConfig = RankpoConfig & RankpoTerms & ReplayConfig

/** β, τ and learning rate as in RankPO's stage two (arXiv 2503.10723); hinge with reference is its best curve; two epochs because later ones overfitted unseen jobs when measured on few judgments. */
export const RANKPO_DEFAULTS: CompleteConfig = {
  learningRate: 1e-5, numEpochs: 2, batchSize: 16, gradientAccumulationSteps: 1, warmupRatio: 0.1, weightDecay: 0.01, maxGradNorm: 1,
  temperature: 0.1, seed: 42, maxQueryLength: 256, maxPassageLength: 256, checkpointSteps: 50, freezeEmbeddings: false,
  beta: 2, gammaBetaRatio: 0, labelSmoothing: 0, lossType: 'hinge',
  rankpoWeight: 1, sftWeight: 0, replayWeight: 0, replayBatchSize: 8, replayNegativesPerQuery: 1, replayTemperature: 0.02,
}

type TokenizedPair = Pick<PreferencePair, 'row' | 'query' | 'chosen' | 'rejected'>

export interface RankpoOptions extends StageOptions {
  rows: readonly PreferenceRow[]
  heldOutRows?: readonly PreferenceRow[]
  reference: Reference
  /** Rows of stage one, replayed with config.replayWeight. */
  replayRows?: readonly ContrastiveRow[]
  config?: Partial<RankpoConfig>
}

export async function trainRankpo(options: RankpoOptions): Promise<StageResult> {
  const config = completeConfig<CompleteConfig>(RANKPO_DEFAULTS, options.config)
  refuseUselessTerms(config, options.replayRows)
  const folder = await readModelFolder(options.modelFolder)
  const tokenizer = requireTokenizer(folder)
  const table = new TextTable()
  const passage = (text: string): number => table.add(tokenizer.encode(text, Math.min(config.maxPassageLength, folder.maxLength)))
  const query = (text: string): number => table.add(tokenizer.encode(text, Math.min(config.maxQueryLength, folder.maxLength)))
  const tokenize = (rows: readonly PreferenceRow[]): TokenizedPair[] => rows
    .map((given, row) => ({ row, query: query(given.query), chosen: passage(given.chosen), rejected: passage(given.rejected) }))
    .filter(({ chosen, rejected }) => chosen !== rejected)
  const pairs = tokenize(options.rows)
  const heldOutPairs = tokenize(options.heldOutRows ?? [])
  if (pairs.length === 0) throw new EngineError('None of the preference pairs can be trained on: the two texts of each are equal within the maximum length.')
  if (options.heldOutRows !== undefined && heldOutPairs.length === 0) throw new EngineError('None of the held-out pairs can be measured: the two texts of each are equal within the maximum length.')
  const judged = table.sequences.slice() // what the reference scores: not the replayed texts
  const replayed = config.replayWeight === 0 ? [] : (options.replayRows ?? []).map((given, row) => ({ row, query: query(given.query), positives: [...new Set(given.positives.map(passage))], negatives: [...new Set(given.negatives.map(passage))] }))
  const replay = replayed.length === 0 ? null : createReplay(replayed, config, config.seed)

  const lengthOf = (pair: TokenizedPair): number => Math.max(table.get(pair.chosen).length, table.get(pair.rejected).length)
  const planPairs = <Pair extends TokenizedPair>(all: readonly Pair[], epoch: number): (Pair | ContrastiveGroup)[][] => {
    const groups = [...Map.groupBy(all, (pair) => pair.query).values()]
    const batches = planBatches(groups, config.batchSize, epochRandom(config.seed, epoch), (group) => Math.max(...group.map(lengthOf)))
    const beside = replay?.planEpoch(epoch, batches.length)
    return batches.map((batch, index) => [...batch, ...beside?.[index] ?? []])
  }
  const textsOf = (batch: readonly (TokenizedPair | ContrastiveGroup)[]): BatchTexts => ({
    queries: batch.map((item) => table.get(item.query)),
    passages: batch.flatMap((item) => ('chosen' in item ? [item.chosen, item.rejected] : passagesOf([item], replay?.groupSize ?? 0))).map((text) => table.get(text)),
  })
  await requireMemory(folder.config, planPairs(pairs, 0).map(textsOf), config, heldOutPairs.length > 0, options)

  const reference = options.reference.kind === 'none' ? null : await scoreByReference(options.reference.folder, [...pairs, ...heldOutPairs], judged, options, folder)
  const scored: PreferencePair[] = [...pairs, ...heldOutPairs].map((pair, index) => ({ ...pair, ...(reference?.scores[index] ?? { refChosenScore: 0, refRejectedScore: 0 }) }))
  const { device, threads, hasHalfProducts } = options
  const model = createRankpoModel(folder, {
    ...config, device, threads, hasHalfProducts, hasReference: reference !== null, table,
    replay: replay === null ? undefined : { weight: config.replayWeight, temperature: config.replayTemperature, batchSize: config.replayBatchSize, groupSize: replay.groupSize, positivesOf: replay.positivesOf },
  })
  const planEpoch = (epoch: number): RankpoItem[][] => planPairs(scored.slice(0, pairs.length), epoch)
  const heldOut = chunk(scored.slice(pairs.length), config.batchSize)
  try {
    return await runStage({ model, folder, heldOut, identity: ['rankpo', config, pairs, heldOutPairs, replayed, table.sequences, reference?.hash], planEpoch, droppedRows: options.rows.length - pairs.length }, config, options)
  } finally {
    await model.release()
  }
}

function refuseUselessTerms({ rankpoWeight, sftWeight, replayWeight, replayBatchSize }: CompleteConfig, replayRows: readonly ContrastiveRow[] | undefined): void {
  for (const [name, weight] of Object.entries({ rankpoWeight, sftWeight, replayWeight })) {
    if (!(weight >= 0 && Number.isFinite(weight))) throw new EngineError(`${name} must be a number of at least 0, it is ${weight}.`)
  }
  if (rankpoWeight + sftWeight === 0) throw new EngineError('rankpoWeight and sftWeight are both 0, so the preferences would teach nothing; give one of them a weight.')
  if (!Number.isSafeInteger(replayBatchSize) || replayBatchSize < 1) throw new EngineError(`replayBatchSize must be a whole number of at least 1, it is ${replayBatchSize}.`)
  if (replayWeight > 0 && !replayRows?.length) throw new EngineError('replayWeight is above 0 and there are no rows to replay; give rows of stage one.')
}

type ReferenceScores = Pick<PreferencePair, 'refChosenScore' | 'refRejectedScore'>

/** The reference is frozen: each distinct text is encoded by it once, before training. */
async function scoreByReference(
  path: string, pairs: readonly TokenizedPair[], sequences: readonly Sequence[], { device, threads, signal, onReferenceProgress }: StageOptions, policy: ModelFolder,
): Promise<{ scores: ReferenceScores[]; hash: string }> {
  const model = await readModelFolder(path)
  if (model.config.vocabSize !== policy.config.vocabSize) {
    throw new EngineError(`The reference ${path} has ${model.config.vocabSize} tokens and the model ${policy.path} has ${policy.config.vocabSize}; both must share one vocabulary.`)
  }
  const encoder = createTokenEncoder(model, { device, threads })
  try {
    const embeddings = await encoder.encode(sequences, { signal, onProgress: onReferenceProgress })
    const score = (a: number, b: number): number => dot(embeddings[a] as Float32Array, embeddings[b] as Float32Array)
    const scores = pairs.map(({ query, chosen, rejected }) => ({ refChosenScore: score(query, chosen), refRejectedScore: score(query, rejected) }))
    return { scores, hash: hashParameters(model.parameters) }
  } finally {
    await encoder.release()
  }
}

function dot(a: Float32Array, b: Float32Array): number {
  let total = 0
  for (let i = 0; i < a.length; i++) total += (a[i] as number) * (b[i] as number)
  return total
}
