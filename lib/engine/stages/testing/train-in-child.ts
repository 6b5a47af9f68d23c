/** Run as a process of its own by a test that kills it: trains the tiny model and prints the number of each step. Arguments: model folder, output folder, checkpoint folder. */
import { trainRankpo } from '../rankpo.ts'
import { tinyText } from './tiny-model-folder.ts'

const [modelFolder = '', outputFolder = '', checkpointFolder] = process.argv.slice(2)
const rows = Array.from({ length: 16 }, (_, index) => ({ query: tinyText(index % 3, 6), chosen: tinyText(20 + index, 10), rejected: tinyText(60 + index, 12) }))
await trainRankpo({
  modelFolder, outputFolder, checkpointFolder, rows, reference: { kind: 'model', folder: modelFolder }, threads: 1,
  config: { maxSteps: 40, batchSize: 4, learningRate: 1e-3, checkpointSteps: 1 },
  onStep: ({ step }) => { process.stdout.write(`${step}\n`) },
})
