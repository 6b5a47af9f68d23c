/** Run as a process of its own by a test that kills it: trains the tiny model and prints the number of each step. Arguments: way, model folder, output folder, checkpoint folder. */
import { trainContrastive } from '../contrastive.ts'
import { trainRankpo } from '../rankpo.ts'
import type { StageOptions, StageResult } from '../stage.ts'
import { tinyText } from './tiny-model-folder.ts'

const [way = '', modelFolder = '', outputFolder = '', checkpointFolder] = process.argv.slice(2)
const options: StageOptions = { modelFolder, outputFolder, checkpointFolder, threads: 1, onStep: ({ step }) => { process.stdout.write(`${step}\n`) } }
const config = { maxSteps: 40, batchSize: 4, learningRate: 1e-3, checkpointSteps: 1 }
const pairs = Array.from({ length: 16 }, (_, index) => ({ query: tinyText(index % 3, 6), chosen: tinyText(20 + index, 10), rejected: tinyText(60 + index, 12) }))
const rows = pairs.map(({ query, chosen, rejected }) => ({ query, positives: [chosen], negatives: [rejected, tinyText(90, 20)] }))
const reference = { kind: 'model', folder: modelFolder } as const

const ways: Record<string, () => Promise<StageResult>> = {
  plain: () => trainRankpo({ ...options, rows: pairs, reference, config }),
  'in parts': () => trainContrastive({ ...options, rows, heldOutRows: rows.slice(0, 5), config: { ...config, tokensPerGraph: 0, gradientAccumulationSteps: 2, checkpointSteps: 3, evalSteps: 4 } }),
  'layer by layer': () => trainRankpo({
    ...options, reference, rows: pairs.slice(0, 12), heldOutRows: pairs.slice(12).map(({ query, chosen, rejected }) => ({ query, chosen: rejected, rejected: chosen })),
    config: { ...config, recomputeActivations: true, gradientAccumulationSteps: 2, checkpointSteps: 2, evalSteps: 5, earlyStoppingPatience: 5 },
  }),
}
await ways[way]?.()
