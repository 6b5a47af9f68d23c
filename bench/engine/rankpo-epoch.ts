/** An epoch of stage two on 500 pairs of 50 jobs with texts of 256 tokens, whole stage: reference scores, steps, writing the model. The peer encodes pair by pair. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRandom, shuffle } from '#lib/engine/random.ts'
import { readModelFolder, writeModelFolder } from '#lib/engine/files/model-folder.ts'
import { createTokenEncoder } from '#lib/engine/models/token-encoder.ts'
import { epochRandom, planBatches } from '#lib/engine/stages/plan-batches.ts'
import { createRankpoModel, type PreferencePair } from '#lib/engine/stages/rankpo-model.ts'
import { TextTable } from '#lib/engine/stages/text-table.ts'
import { train } from '#lib/engine/trainer.ts'
import type { Row } from './row.ts'
import { randomSequences } from './token-rows.ts'

const JOBS = 50
/** As many candidates a job as people judged in ../shared/data/judged: 8 to 10. */
const CANDIDATES = 9
const PAIRS_PER_JOB = 10
const TOKENS = 256
const CONFIG = { learningRate: 1e-5, temperature: 0.1, beta: 2, batchSize: 16 }

interface Workload { texts: number[][]; pairs: [query: number, chosen: number, rejected: number][] }

function makeWorkload(round: number, jobs: number): Workload {
  const texts = randomSequences(round + 1, jobs * (1 + CANDIDATES), TOKENS)
  const random = createRandom(round)
  const pairs = Array.from({ length: jobs }, (_, job): [number, number, number][] => {
    const first = job * (1 + CANDIDATES)
    const all = Array.from({ length: CANDIDATES }, (__, a) => Array.from({ length: a }, (___, b): [number, number, number] => [first, first + 1 + a, first + 1 + b])).flat()
    return shuffle(all, random).slice(0, PAIRS_PER_JOB)
  }).flat()
  return { texts, pairs }
}

async function trainEpoch(modelFolder: string, { texts, pairs }: Workload, threads: number): Promise<void> {
  const folder = await readModelFolder(modelFolder)
  const table = new TextTable()
  for (const text of texts) table.add(text)
  const encoder = createTokenEncoder(folder, { threads })
  const vectors = await encoder.encode(table.sequences)
  await encoder.release()
  const score = (a: number, b: number): number => (vectors[a] as Float32Array).reduce((total, value, i) => total + value * ((vectors[b] as Float32Array)[i] as number), 0)
  const scored = pairs.map(([query, chosen, rejected], row): PreferencePair => ({ row, query, chosen, rejected, refChosenScore: score(query, chosen), refRejectedScore: score(query, rejected) }))
  const { learningRate, temperature, beta, batchSize } = CONFIG
  const model = createRankpoModel(folder, { batchSize, temperature, beta, lossType: 'hinge', gammaBetaRatio: 0, labelSmoothing: 0, hasReference: true, freezeEmbeddings: false, threads, table })
  const batches = planBatches([...Map.groupBy(scored, ({ query }) => query).values()], batchSize, epochRandom(42, 0), () => TOKENS)
  await train({ model, batchesOf: (step) => [batches[step] as PreferencePair[]], schedule: { learningRate, warmupSteps: 0, totalSteps: batches.length }, weightDecay: 0.01, maxGradNorm: 1 })
  const outputFolder = await mkdtemp(join(tmpdir(), 'rankwell-bench-'))
  const { parameters } = await model.weights.read()
  await writeModelFolder(join(outputFolder, 'model'), { ...folder, parameters: new Map([...folder.parameters, ...parameters]) })
  await model.release()
  await rm(outputFolder, { recursive: true })
}

export const rankpoEpoch: Row = {
  name: 'rankpo-epoch',
  title: `RankPO epoch, ${JOBS * PAIRS_PER_JOB} pairs of ${JOBS} jobs, texts of ${TOKENS} tokens`,
  unit: 'seconds',
  target: '≥ 2 ×',
  async prepare({ modelFolder, threads, peer, scale, rounds }) {
    const jobs = Math.max(2, Math.round(JOBS * scale))
    const jobsOf = (round: number): number => (round === 0 && rounds > 0 ? 2 : jobs) // to warm up, a few are enough
    return {
      async ours(round) {
        const workload = makeWorkload(round, jobsOf(round))
        const started = performance.now()
        await trainEpoch(modelFolder, workload, threads)
        return (performance.now() - started) / 1000
      },
      peer: peer === null ? null : async (round) => (await peer.ask<{ seconds: number }>('rankpo-epoch', { ...CONFIG, ...makeWorkload(round, jobsOf(round)) })).seconds,
      remarks: () => [`${jobs * PAIRS_PER_JOB} pairs of ${jobs} jobs in each round${scale === 1 ? '' : ` (--scale ${scale} of the whole)`}; ours begins with reading the model and ends with it written`],
      release: async () => undefined,
    }
  },
}
