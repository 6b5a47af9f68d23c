/** The ways through stage two that are compared, and their learning rates. It runs nothing. */
import type { RankpoConfig } from '../../lib/engine/stages/rankpo.ts'

export interface Method {
  name: string
  /** As the figure's label. */
  label: string
  hasReference: boolean
  learningRates: readonly number[]
  config: Partial<RankpoConfig>
  /** Measured besides the trained model: stops on the straight line from stage one's weights to it. */
  stops: readonly number[]
}

/** The paper sweeps 0.5 to 10 · 10⁻⁶ on a model of 1B parameters; one of 23M needs larger steps for as much change, and larger ones where a reference holds it back. */
const WITHOUT_REFERENCE = [1e-5, 2e-5, 5e-5] as const
const WITH_REFERENCE = [1e-5, 5e-5, 1e-4] as const

/** Of the paper: its supervised baseline, its form without reference, and its two forms with one. */
const PAPER: readonly Method[] = [
  { name: 'sft', label: 'SFT', hasReference: false, learningRates: WITHOUT_REFERENCE, config: { rankpoWeight: 0, sftWeight: 1 }, stops: [] },
  { name: 'simrankpo', label: 'SimRankPO', hasReference: false, learningRates: WITHOUT_REFERENCE, config: { lossType: 'sigmoid' }, stops: [0.25, 0.5] },
  { name: 'rankpo-sigmoid', label: 'RankPO sigmoid', hasReference: true, learningRates: WITH_REFERENCE, config: { lossType: 'sigmoid' }, stops: [] },
  { name: 'rankpo-hinge', label: 'RankPO hinge', hasReference: true, learningRates: WITH_REFERENCE, config: { lossType: 'hinge' }, stops: [0.5] },
]

/** With stage one's temperature. */
const REPLAY = { replayNegativesPerQuery: 1, replayTemperature: 0.05 } as const

/** Ours: stage one's rows replayed beside the pairs, with the reference that holds back, and without it, lighter and heavier. */
const OURS: readonly Method[] = [
  { name: 'replay', label: 'RankPO hinge + replay', hasReference: true, learningRates: WITH_REFERENCE, config: { lossType: 'hinge', replayWeight: 1, replayBatchSize: 8, ...REPLAY }, stops: [0.5] },
  { name: 'simrankpo-light-replay', label: 'SimRankPO + light replay', hasReference: false, learningRates: WITHOUT_REFERENCE, config: { lossType: 'sigmoid', replayWeight: 0.5, replayBatchSize: 16, ...REPLAY }, stops: [0.5] },
  { name: 'simrankpo-replay', label: 'SimRankPO + replay', hasReference: false, learningRates: [2e-5, 5e-5, 1e-4], config: { lossType: 'sigmoid', replayWeight: 2, replayBatchSize: 16, ...REPLAY }, stops: [0.5] },
]

export const METHODS: readonly Method[] = [...PAPER, ...OURS]
