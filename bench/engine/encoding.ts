/** Bulk encoding: the first 256 tokens of 1,000 résumés, from text to vectors, in float32 and in int8; and what int8 costs in accuracy. */
import { openEncoder, type Encoder, type Precision } from '#lib/engine/encoder.ts'
import { bootstrapInterval } from '#lib/engine/evaluation/bootstrap-interval.ts'
import { innerProduct } from '#lib/engine/evaluation/retrieval.ts'
import { readModelFolder, requireTokenizer } from '#lib/engine/files/model-folder.ts'
import { judgePairs } from './judged-pairs.ts'
import { measurePackedProduct } from './machine.ts'
import { median } from './measure-row.ts'
import type { Peer } from './peer.ts'
import { RESUME_TOKENS, resumeTexts } from './resume-texts.ts'
import type { BenchOptions, PreparedRow, Row } from './row.ts'

/** What sentence-transformers may be given; its default is 32. */
const PEER_BATCH_SIZES = [8, 32]
const WARM_UP_TEXTS = 64

/** Multiplications and additions of the matrix products of one text. */
async function operationsOf(modelFolder: string, texts: readonly string[]): Promise<number> {
  const folder = await readModelFolder(modelFolder)
  const { hiddenSize, intermediateSize, numLayers } = folder.config
  const tokenizer = requireTokenizer(folder)
  const perToken = (length: number): number => 2 * (4 * hiddenSize ** 2 + 2 * hiddenSize * intermediateSize) + 4 * length * hiddenSize
  return texts.map((text) => tokenizer.encode(text, RESUME_TOKENS).length).reduce((sum, length) => sum + numLayers * length * perToken(length), 0)
}

/** The peer with the batch size that suits it best on this machine, found in the first round. */
function peerSide(peer: Peer, texts: readonly string[]): { measure: (round: number) => Promise<number>; batchSize: () => number } {
  let best = PEER_BATCH_SIZES[0] as number
  const encode = async (batchSize: number, some: readonly string[]): Promise<number> => (await peer.ask<{ seconds: number }>('encode', { texts: some, maxLength: RESUME_TOKENS, batchSize })).seconds
  return {
    batchSize: () => best,
    async measure(round) {
      if (round > 0) return encode(best, texts)
      const some = texts.slice(0, WARM_UP_TEXTS)
      await encode(best, some)
      const seconds = new Map<number, number>()
      for (const size of PEER_BATCH_SIZES) seconds.set(size, await encode(size, some))
      best = PEER_BATCH_SIZES.toSorted((a, b) => (seconds.get(a) as number) - (seconds.get(b) as number))[0] as number
      return seconds.get(best) as number
    },
  }
}

async function prepareEncoding({ modelFolder, threads, scale, peer }: BenchOptions, precision: Precision, remarksOf: (encoder: Encoder) => Promise<string[]>): Promise<PreparedRow> {
  const texts = await resumeTexts(scale)
  const encoder = await openEncoder(modelFolder, { threads, precision, device: 'cpu' })
  const theirs = peer === null ? null : peerSide(peer, texts)
  const seconds: number[] = []
  const facts = await remarksOf(encoder)
  const gigaoperations = (await operationsOf(modelFolder, texts)) / 1e9
  const ceiling = await measurePackedProduct(threads)
  return {
    async ours(round) {
      const started = performance.now()
      await encoder.encode(round === 0 ? texts.slice(0, WARM_UP_TEXTS) : texts, { maxLength: RESUME_TOKENS })
      const took = (performance.now() - started) / 1000
      if (round > 0) seconds.push(took)
      return took
    },
    peer: theirs?.measure ?? null,
    remarks: () => [
      `${texts.length} texts a round: ours ${(texts.length / median(seconds)).toFixed(1)} texts a second${theirs === null ? '' : `; the peer with batches of ${theirs.batchSize()}, the better of ${PEER_BATCH_SIZES.join(' and ')}`}`,
      `the same product with weights packed beforehand, as inference has them: ${ceiling.toFixed(0)} GFLOP/s; ours does ${(gigaoperations / median(seconds)).toFixed(0)}, ${(100 * gigaoperations / median(seconds) / ceiling).toFixed(0)} % of it`,
      ...facts,
    ],
    release: () => encoder.release(),
  }
}

export const encodeFloat32: Row = {
  name: 'encode',
  title: `encode 1,000 résumés (× --scale) at ${RESUME_TOKENS} tokens, float32, from text to vectors`,
  unit: 'seconds',
  target: '≥ 1.15 ×, stretch 1.25 ×',
  prepare: (options) => prepareEncoding(options, 'float32', async () => []),
}

export const encodeInt8: Row = {
  name: 'encode-int8',
  title: `the same in int8, against the peer in float32`,
  unit: 'seconds',
  target: '≥ 1.7 ×, stretch 2.5 ×; cosine ≥ .98, pair accuracy within .01',
  prepare: (options) => prepareEncoding(options, 'int8', (encoder) => compareWithFloat32(encoder, options)),
}

/** Cosines over the same résumés, and agreement with the judged pairs on both sides. */
async function compareWithFloat32(coarse: Encoder, { modelFolder, threads, scale }: BenchOptions): Promise<string[]> {
  const exact = await openEncoder(modelFolder, { threads, device: 'cpu' })
  const texts = await resumeTexts(scale)
  const [ours, reference] = [await coarse.encode(texts, { maxLength: RESUME_TOKENS }), await exact.encode(texts, { maxLength: RESUME_TOKENS })]
  const cosines = ours.map((vector, index) => innerProduct(vector, reference[index] as Float32Array))
  const [judgedCoarse, judgedExact] = [await judgePairs(coarse), await judgePairs(exact)]
  await exact.release()
  const clusters = judgedExact.jobs
  const accuracy = (agreements: readonly number[]): string => {
    const { mean, low, high } = bootstrapInterval(agreements, { clusters })
    return `${mean.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`
  }
  return [
    `cosine to float32 over ${texts.length} résumés: least ${Math.min(...cosines).toFixed(4)}, mean ${(cosines.reduce((sum, value) => sum + value, 0) / cosines.length).toFixed(4)}`,
    `pair accuracy on ${clusters.length} judged pairs: int8 ${accuracy(judgedCoarse.agreements)}, float32 ${accuracy(judgedExact.agreements)}, difference ${accuracy(judgedCoarse.agreements.map((value, pair) => value - (judgedExact.agreements[pair] as number)))}`,
  ]
}
