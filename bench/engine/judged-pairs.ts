/** How often an encoder agrees with people about which résumé fits a job better, pair by pair. */
import { readFile } from 'node:fs/promises'
import type { Encoder } from '#lib/engine/encoder.ts'
import { pairAgreements } from '#lib/engine/evaluation/pair-accuracy.ts'
import { innerProduct } from '#lib/engine/evaluation/retrieval.ts'
import { readTexts } from './resume-texts.ts'

const FOLDER = '../shared/data/judged'

export interface Judgments { agreements: number[]; /** The job of each pair: its pairs hang together. */ jobs: string[] }

/** Texts whole, window by window, as the product encodes them. */
export async function judgePairs(encoder: Encoder): Promise<Judgments> {
  const vectorsOf = async (file: string): Promise<Map<string, Float32Array>> => {
    const rows = await readTexts(`${FOLDER}/${file}`)
    const documents = await encoder.encodeDocuments(rows.map(({ text }) => text))
    return new Map(rows.map(({ id }, index) => [id, documents[index]?.embedding as Float32Array]))
  }
  const jobs = await vectorsOf('queries.jsonl')
  const resumes = await vectorsOf('resumes.jsonl')
  const pairs = (await readFile(`${FOLDER}/pairs.jsonl`, 'utf8')).trimEnd().split('\n').map((line) => JSON.parse(line) as { jd_id: string; winner: string; loser: string })
  const score = (job: string, resume: string): number => innerProduct(jobs.get(job) as Float32Array, resumes.get(resume) as Float32Array)
  return {
    agreements: pairAgreements(pairs.map((pair) => score(pair.jd_id, pair.winner)), pairs.map((pair) => score(pair.jd_id, pair.loser))),
    jobs: pairs.map((pair) => pair.jd_id),
  }
}
