import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openEncoder } from '../../lib/engine/encoder.ts'
import { bootstrapInterval } from '../../lib/engine/evaluation/bootstrap-interval.ts'
import type { Interval } from '../../lib/engine/evaluation/bootstrap-interval.ts'
import { pairAgreements } from '../../lib/engine/evaluation/pair-accuracy.ts'
import { evaluateRetrieval, innerProduct } from '../../lib/engine/evaluation/retrieval.ts'
import { readAllJsonLines } from '../../lib/engine/files/json-lines.ts'
import { readTextRows } from '../../lib/engine/rows/text-rows.ts'

/** Measures a model on what it was never trained on: human judgments of résumés, and job titles that mean the same. Values are kept per item so that two models can be compared item by item. */
export interface Evaluation {
  /** 1, ½ or 0 per judged pair. */
  pairAgreements: number[]
  pairJobs: string[]
  /** nDCG@20 per job title. */
  titleNdcg: number[]
}

export async function evaluateModel(model: string, dataFolder: string): Promise<Evaluation> {
  const encoder = await openEncoder(model)
  try {
    return { ...await evaluateJudged(encoder, join(dataFolder, 'judged')), titleNdcg: await evaluateTitles(encoder, join(dataFolder, 'jobtitles/en')) }
  } finally {
    await encoder.release()
  }
}

type Encoder = Awaited<ReturnType<typeof openEncoder>>

async function evaluateJudged(encoder: Encoder, folder: string): Promise<Omit<Evaluation, 'titleNdcg'>> {
  const pairs = (await readAllJsonLines(join(folder, 'pairs.jsonl'), (value) => value as { jd_id: string; winner: string; loser: string })).map(({ row }) => row)
  const encode = async (file: string) => {
    const rows = await readTextRows(join(folder, file))
    const documents = await encoder.encodeDocuments(rows.map(({ text }) => text))
    return new Map(rows.map(({ id }, index) => [id, documents[index]!.embedding]))
  }
  const jobs = await encode('queries.jsonl')
  const resumes = await encode('resumes.jsonl')
  const scores = (side: 'winner' | 'loser') => pairs.map((pair) => innerProduct(jobs.get(pair.jd_id)!, resumes.get(pair[side])!))
  return { pairAgreements: pairAgreements(scores('winner'), scores('loser')), pairJobs: pairs.map(({ jd_id: job }) => job) }
}

async function evaluateTitles(encoder: Encoder, folder: string): Promise<number[]> {
  const readTable = async (file: string) => (await readFile(join(folder, file), 'utf8')).trim().split('\n').map((line) => line.split('\t'))
  const queries = await readTable('queries.tsv')
  const corpus = await readTable('corpus_documents.tsv')
  const positions = new Map(corpus.map(([id], index) => [id, index]))
  const relevant = Map.groupBy(await readTable('annotations.tsv'), ([query]) => query)
  const { perQuery } = evaluateRetrieval({
    queryEmbeddings: await encoder.encode(queries.map(([, title]) => title!)),
    corpusEmbeddings: await encoder.encode(corpus.map(([, title]) => title!)),
    relevantIndices: queries.map(([id]) => (relevant.get(id) ?? []).map(([, , document]) => positions.get(document)!)),
  })
  return perQuery['ndcg@20']!
}

export interface Figures {
  pairAccuracy: Interval
  titleNdcg: Interval
}

export function figuresOf(evaluation: Evaluation): Figures {
  return { pairAccuracy: bootstrapInterval(evaluation.pairAgreements, { clusters: evaluation.pairJobs }), titleNdcg: bootstrapInterval(evaluation.titleNdcg) }
}

/** How much better `after` is, with the interval of the differences item by item. */
export function compareFigures(before: Evaluation, after: Evaluation): Figures {
  const subtract = (a: readonly number[], b: readonly number[]) => a.map((value, index) => value - b[index]!)
  return figuresOf({ pairAgreements: subtract(after.pairAgreements, before.pairAgreements), pairJobs: before.pairJobs, titleNdcg: subtract(after.titleNdcg, before.titleNdcg) })
}
