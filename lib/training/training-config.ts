/** The hyper-parameters of the retrain button and the reasons for them. Knows no engine: the worker hands these to it. */

/**
 * Ten answers, of which about two are kept aside for measuring, are enough to try the whole way; so few teach little, and the figures say that
 * nothing could be measured yet.
 */
export const MIN_TRAINING_ANSWERS = 4

/** Share of rule positives that training never sees; of the comparisons the same share is asked at random and kept aside. */
export const HELD_OUT_RULE_SHARE = 0.2

/** How far down the live list the rules look: ranks 0 to 100, as the paper mines its negatives. */
export const RULE_CANDIDATES = 100

/** A worker that has not written for this long is shown as not responding (it writes every two seconds). */
export const STALLED_AFTER_SECONDS = 30

/** Fewer held-out values than this give no figure: the interval would span everything. */
export const MIN_HELD_OUT_VALUES = 5

/** Characters of a text kept in a run's rows; several times what the longest training length can read. */
export const ROW_TEXT_CHARACTERS = 4000

/** Fixed, so that the same answers give the same model. */
export const TRAINING_SEED = 95

export const CONTRASTIVE_CONFIG = {
  learningRate: 1e-5,
  warmupRatio: 0.1,
  weightDecay: 0.01,
  maxGradNorm: 1,
  temperature: 0.02,
  inBatchNegatives: true,
  negativesPerQuery: 3,
  batchSize: 6,
  gradientAccumulationSteps: 1,
  numEpochs: 1,
  maxSteps: 24,
  maxQueryLength: 128,
  maxPassageLength: 128,
  checkpointSteps: 4,
  freezeEmbeddings: true,
} as const

export const RANKPO_CONFIG = {
  learningRate: 2e-5,
  warmupRatio: 0.1,
  weightDecay: 0,
  maxGradNorm: 1,
  temperature: 0.1,
  beta: 2,
  gammaBetaRatio: 0,
  labelSmoothing: 0,
  lossType: 'hinge',
  batchSize: 16,
  gradientAccumulationSteps: 1,
  numEpochs: 2,
  maxSteps: 600,
  maxQueryLength: 128,
  maxPassageLength: 128,
  checkpointSteps: 4,
  freezeEmbeddings: true,
} as const
