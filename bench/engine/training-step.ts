/** A whole training step: loss, gradients, clipping, AdamW. 16 queries against 16 passages of 128 tokens, new ones in every round. */
import { readModelFolder } from '#lib/engine/files/model-folder.ts'
import { clipFactor } from '#lib/engine/optimizer.ts'
import { createContrastiveModel } from '#lib/engine/stages/contrastive-model.ts'
import { TextTable } from '#lib/engine/stages/text-table.ts'
import type { BenchOptions, Row } from './row.ts'
import { randomSequences } from './token-rows.ts'

const PAIRS = 16
export const TOKENS = 128
export const STEP_CONFIG = { learningRate: 2e-5, temperature: 0.05 }

export interface StepBatch { queries: number[][]; passages: number[][] }

export function stepBatch(round: number): StepBatch {
  const texts = randomSequences(round + 1, 2 * PAIRS, TOKENS)
  return { queries: texts.slice(0, PAIRS), passages: texts.slice(PAIRS) }
}

/** Multiplications and additions of one step's matrix products: forward, and twice as many backward. */
export function stepOperations(config: { hiddenSize: number; intermediateSize: number; numLayers: number }, tokens: number, length: number): number {
  const { hiddenSize, intermediateSize, numLayers } = config
  const perToken = 2 * (4 * hiddenSize ** 2 + 2 * hiddenSize * intermediateSize) + 4 * length * hiddenSize
  return 3 * tokens * numLayers * perToken
}

export async function openTrainingSteps({ modelFolder, threads }: Pick<BenchOptions, 'modelFolder' | 'threads'>) {
  const folder = await readModelFolder(modelFolder)
  const table = new TextTable()
  const model = createContrastiveModel(folder, { batchSize: PAIRS, groupSize: 1, temperature: STEP_CONFIG.temperature, inBatchNegatives: true, freezeEmbeddings: false, threads, table, positivesOf: new Map() })
  return {
    config: folder.config,
    async step({ queries, passages }: StepBatch): Promise<{ seconds: number; loss: number; gradNorm: number }> {
      const groups = queries.map((query, row) => ({ row, query: table.add(query), passages: [table.add(passages[row] as number[])] }))
      const { weights } = model
      const started = performance.now()
      await weights.zeroGradients() // as lib/engine/trainer.ts does it, at a constant learning rate
      const { loss } = await model.computeLoss(groups)
      const gradNorm = await weights.gradientNorm()
      await weights.update({ learningRate: STEP_CONFIG.learningRate, gradientScale: clipFactor(gradNorm, 1), weightDecay: 0.01 })
      return { seconds: (performance.now() - started) / 1000, loss, gradNorm }
    },
    release: () => model.release(),
  }
}

export const trainingStep: Row = {
  name: 'training-step',
  title: `training step, ${2 * PAIRS} texts × ${TOKENS} tokens, AdamW`,
  unit: 'seconds',
  target: '≥ 1.0 ×, stretch 1.15 ×',
  async prepare(options) {
    const { peer } = options
    const steps = await openTrainingSteps(options)
    const losses: { ours: number[]; peer: number[] } = { ours: [], peer: [] }
    return {
      async ours(round) {
        const { seconds, loss } = await steps.step(stepBatch(round))
        losses.ours.push(loss)
        return seconds
      },
      peer: peer === null ? null : async (round) => {
        const { seconds, loss } = await peer.ask<{ seconds: number; loss: number }>('training-step', { ...STEP_CONFIG, ...stepBatch(round) })
        losses.peer.push(loss)
        return seconds
      },
      floatingPointOperations: stepOperations(steps.config, 2 * PAIRS * TOKENS, TOKENS),
      remarks: () => [`losses of the last round: ${losses.ours.at(-1)?.toFixed(5)} ours${peer === null ? '' : `, ${losses.peer.at(-1)?.toFixed(5)} the peer's`}`],
      release: () => steps.release(),
    }
  },
}
